import { useMutation } from "@tanstack/preact-query";
import { type ApiClient, answer } from "../api/api";
import { refreshFleet } from "../api/queries";
import { usePortal } from "../portal";
import { useActing } from "../taxpayer/taxpayer";
import { tell } from "../ui/status";
import { useDates, useWords } from "../words/words";

/** Says until when a client works: a time to come ends it then, now suspends it, null brings it back. */
export function useValidity() {
  const words = useWords().clients;
  const dates = useDates();
  const { api } = usePortal();
  const { taxpayerId } = useActing().taxpayer;
  const validity = useMutation({
    mutationFn: ({ client, validUntil }: { client: ApiClient; validUntil: string | null }) =>
      answer(
        api.PATCH("/api/taxpayers/{taxpayerId}/taxi/clients/{clientId}", {
          params: { path: { taxpayerId, clientId: client.clientId }, header: { "If-Match": client.etag } },
          body: { validUntil },
        }),
      ),
    onSuccess: (now, { client }) => {
      const { driver: { name }, state, validUntil } = now;
      if (state === "suspended") {
        tell(words.suspended(name), () => validity.mutate({ client: now, validUntil: client.validUntil }));
      } else {
        tell(validUntil ? words.endsOn(name, dates.minute(validUntil)) : client.state === "suspended" ? words.broughtBack(name) : words.endless(name));
      }
    },
    onSettled: () => refreshFleet(taxpayerId),
  });
  return validity;
}
