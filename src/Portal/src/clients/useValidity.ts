import { useMutation } from "@tanstack/preact-query";
import { type ApiClient, answer } from "../api/api";
import { now } from "../api/clock";
import { refreshFleet } from "../api/queries";
import { useActing } from "../taxpayer/taxpayer";
import { tell } from "../ui/status";
import { useDates, useWords } from "../words/words";

/** Says until when a client works: a time to come ends it then, "now" suspends it, null brings it back. */
export function useValidity() {
  const words = useWords().clients;
  const dates = useDates();
  const { api, taxpayerId } = useActing();
  const validity = useMutation({
    mutationFn: ({ client: { clientId, etag }, until }: { client: ApiClient; until: Date | "now" | null }) => {
      const params = { path: { taxpayerId, clientId }, header: { "If-Match": etag } };
      const validUntil = (until === "now" ? now() : until)?.toISOString() ?? null;
      return answer(api.PATCH("/api/taxpayers/{taxpayerId}/taxi/clients/{clientId}", { params, body: { validUntil } }));
    },
    onSuccess: (changed, { client }) => {
      const { driver: { name }, state, validUntil } = changed;
      if (state === "suspended") {
        const until = client.validUntil === null ? null : new Date(client.validUntil);
        tell(words.suspended(name), () => validity.mutate({ client: changed, until }));
      } else if (validUntil) {
        tell(words.endsOn(name, dates.minute(validUntil)));
      } else {
        tell(client.state === "suspended" ? words.broughtBack(name) : words.endless(name));
      }
    },
    onSettled: () => refreshFleet(taxpayerId),
  });
  return validity;
}
