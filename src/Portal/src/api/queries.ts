import { QueryClient, useInfiniteQuery, useQuery } from "@tanstack/preact-query";
import { useEffect, useMemo } from "preact/hooks";
import { usePortal } from "../portal";
import { maySeeClients, useActing } from "../taxpayer/taxpayer";
import { answer } from "./api";
import { Refusal } from "./problem";

const PASSING_TRIES = 2;

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      retry: (failures, error) => error instanceof Refusal && error.passing && failures < PASSING_TRIES,
      retryDelay: 1000,
      refetchOnWindowFocus: true,
      staleTime: 10_000,
      networkMode: "always", // our own words for "no connection" instead of a query that waits in silence
    },
    mutations: { networkMode: "always" },
  },
});

/** Who signed in, and for whom he may act. */
export function useMe() {
  const { api } = usePortal();
  return useQuery({ queryKey: ["me"], queryFn: ({ signal }) => answer(api.GET("/api/me", { signal })) });
}

export function useUsers() {
  const { api, taxpayerId } = useActing();
  return useQuery({
    queryKey: ["users", taxpayerId],
    queryFn: ({ signal }) => answer(api.GET("/api/taxpayers/{taxpayerId}/users", { params: { path: { taxpayerId } }, signal })),
    select: ({ users }) => users,
  });
}

/** Of who may not see them, nothing is asked; nor of clients and the summary. */
export function useSecrets() {
  const { api, taxpayer, taxpayerId } = useActing();
  return useQuery({
    queryKey: ["secrets", taxpayerId],
    enabled: maySeeClients(taxpayer),
    queryFn: ({ signal }) => answer(api.GET("/api/taxpayers/{taxpayerId}/taxi/secrets", { params: { path: { taxpayerId } }, signal })),
    select: ({ secrets }) => secrets,
  });
}

export function useClient(clientId: string) {
  const { api, taxpayerId } = useActing();
  const params = { path: { taxpayerId, clientId } };
  return useQuery({
    queryKey: ["client", taxpayerId, clientId],
    queryFn: ({ signal }) => answer(api.GET("/api/taxpayers/{taxpayerId}/taxi/clients/{clientId}", { params, signal })),
  });
}

export function useSummary() {
  const { api, taxpayer, taxpayerId } = useActing();
  return useQuery({
    queryKey: ["summary", taxpayerId],
    enabled: maySeeClients(taxpayer),
    queryFn: ({ signal }) => answer(api.GET("/api/taxpayers/{taxpayerId}/taxi/summary", { params: { path: { taxpayerId } }, signal })),
  });
}

/** Empty ones are absent; times with their offset. */
export function useEvents(filter: { action?: string; clientId?: string; from?: string; to?: string } = {}) {
  const { api, taxpayerId } = useActing();
  return useInfiniteQuery({
    queryKey: ["events", taxpayerId, filter],
    initialPageParam: "",
    queryFn: ({ pageParam: continuation, signal }) => {
      const params = { path: { taxpayerId }, query: { ...filter, continuation } };
      return answer(api.GET("/api/taxpayers/{taxpayerId}/events", { params, signal }));
    },
    getNextPageParam: (page) => page.continuation ?? undefined,
  });
}

/** After a change of clients or secrets: all that is counted from them. */
export function refreshFleet(taxpayerId: string): Promise<unknown> {
  const kinds = ["client", "clients", "secrets", "summary", "events"];
  return Promise.all(kinds.map((kind) => queryClient.invalidateQueries({ queryKey: [kind, taxpayerId] })));
}

/** Gives up what has not been answered, and asks once more. */
export async function askAgain(): Promise<void> {
  const unanswered = { type: "active", predicate: ({ state }: { state: { data: unknown } }) => state.data === undefined } as const;
  await queryClient.cancelQueries(unanswered);
  await queryClient.refetchQueries(unanswered);
}

/** Where devices get their tokens: the token endpoint as the service itself publishes it (RFC 8414). */
export function useTokenEndpoint() {
  const { api } = usePortal();
  return useQuery({
    queryKey: ["metadata"],
    staleTime: Infinity,
    queryFn: ({ signal }) => answer(api.GET("/.well-known/oauth-authorization-server", { signal })),
    select: (metadata) => metadata.token_endpoint,
  });
}

/** Clients in every state. All pages are read, 20 calls for 10,000: search, sorting and export need them. Shown once complete. */
export function useAllClients() {
  const { api, taxpayer, taxpayerId } = useActing();
  const query = useInfiniteQuery({
    queryKey: ["clients", taxpayerId],
    enabled: maySeeClients(taxpayer),
    staleTime: 60_000, // up to 20 calls; own changes are read at once
    initialPageParam: "",
    queryFn: ({ pageParam: continuation, signal }) => {
      const params = { path: { taxpayerId }, query: { state: "all" as const, limit: 500, continuation } };
      return answer(api.GET("/api/taxpayers/{taxpayerId}/taxi/clients", { params, signal }));
    },
    getNextPageParam: (page) => page.continuation ?? undefined,
  });
  const { hasNextPage, isFetching, isError, fetchNextPage, data } = query;
  useEffect(() => {
    if (hasNextPage && !isFetching && !isError) {
      void fetchNextPage({ cancelRefetch: false }); // many parts of a page ask for it, and it is fetched once
    }
  }, [hasNextPage, isFetching, isError, fetchNextPage]);
  const clients = useMemo(() => data?.pages.flatMap((page) => page.clients) ?? [], [data]);
  return { clients, complete: data !== undefined && !hasNextPage, query };
}
