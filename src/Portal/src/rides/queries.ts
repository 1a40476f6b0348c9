import { useInfiniteQuery, useQuery } from "@tanstack/preact-query";
import { answer } from "../api/api";
import { useActing } from "../taxpayer/taxpayer";
import { askRides, bodyOf, fullPage, type RideSearch } from "./rides";

const FRESH_MS = 60_000;

/** Page after page of so many rides. They are asked for anew only by the person: rows do not move under the pointer. */
export function useRides(search: RideSearch, size: number) {
  const { api, taxpayerId } = useActing();
  return useInfiniteQuery({
    queryKey: ["rides", taxpayerId, search, size],
    staleTime: FRESH_MS,
    refetchOnWindowFocus: false,
    initialPageParam: "",
    queryFn: ({ pageParam, signal }) =>
      fullPage((limit, continuation) => askRides(api, taxpayerId, search, { limit, continuation }, signal), size, pageParam),
    getNextPageParam: (page) => page.continuation ?? undefined,
  });
}

export function useRideTotals(search: RideSearch, enabled = true) {
  const { api, taxpayerId } = useActing();
  const asked = { params: { path: { taxpayerId } }, body: bodyOf(search) };
  return useQuery({
    queryKey: ["ride-totals", taxpayerId, search],
    enabled,
    queryFn: ({ signal }) => answer(api.POST("/api/taxpayers/{taxpayerId}/taxi/carriages/totals", { ...asked, signal })),
  });
}
