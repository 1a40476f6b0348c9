import { useMutation } from "@tanstack/preact-query";
import { useState } from "preact/hooks";
import { type ApiClient, answer, type Schemas } from "../api/api";
import { isRefusal, Refusal } from "../api/problem";
import { refreshFleet } from "../api/queries";
import { prepareHandover, useHandOver } from "../handover/handover";
import { usePortal } from "../portal";
import { ChosenSecretField, useChosenSecret } from "../registration/ChosenSecret";
import { useActing } from "../taxpayer/taxpayer";
import { CloseFooter, Dialog } from "../ui/Dialog";
import { useFaultFocus } from "../ui/focus";
import { FaultNotice, Notice } from "../ui/notices";
import { useWords } from "../words/words";
import type { Secret } from "./SecretsPage";
import { markRotation, unmarkRotation } from "./unconfirmed";
import { useNames } from "./useDriversOf";

export type Overlap = 0 | 24 | 72 | 168 | 720;
export const overlaps: readonly Overlap[] = [24, 72, 168, 720, 0];

/** A new secret for all drivers of one. What comes back is handed over at once. */
export function RotateDialog({ secret, drivers, onClose }: { secret: Secret; drivers: readonly ApiClient[]; onClose: () => void }) {
  const words = useWords();
  const { api } = usePortal();
  const { taxpayer, home } = useActing();
  const { taxpayerId } = taxpayer;
  const handOver = useHandOver();
  const [kind, setKind] = useState<"generated" | "chosen">("generated");
  const [overlapHours, setOverlapHours] = useState<Overlap>(72);
  const [attempts, setAttempts] = useState(0);
  const whose = useNames()(drivers);
  const names = secret.name ?? whose;
  const title = words.secrets.rotateOf(names);
  const chosen = useChosenSecret();
  const rotate = useMutation({
    mutationFn: (body: Schemas["RotateSecret"]) => {
      prepareHandover();
      markRotation(secret.secretId, secret.version);
      return answer(
        api.POST("/api/taxpayers/{taxpayerId}/taxi/secrets/{secretId}/rotation", {
          params: { path: { taxpayerId, secretId: secret.secretId } },
          body,
        }),
      );
    },
    onSuccess: ({ secret: generated, previousExpiresAt }) => {
      onClose();
      handOver({
        id: crypto.randomUUID(),
        taxpayerId,
        deed: "rotated",
        origin: kind,
        clients: drivers.map(({ clientId, secretId, driver }) => ({ clientId, secretId, driver, secret: generated ?? chosen.value })),
        previousExpiresAt,
        next: `${home}/settings/api/secrets`,
        confirmed: () => unmarkRotation(secret.secretId),
      });
    },
    onError: (error) => {
      if (!isUnknown(error)) {
        unmarkRotation(secret.secretId);
      }
      return refreshFleet(taxpayerId);
    },
  });
  const refusedValue = isRefusal(rotate.error, "invalid-request") ? rotate.error.at("/secret/value") : undefined;
  const form = useFaultFocus(attempts, rotate.error);
  if (isUnknown(rotate.error)) {
    return (
      <Dialog title={title} onClose={onClose}>
        <Notice kind="warning" focus>
          <p>{words.secrets.rotationUnknown}</p>
        </Notice>
        <CloseFooter onClose={onClose} />
      </Dialog>
    );
  }
  return (
    <Dialog title={title} onClose={onClose} busy={rotate.isPending}>
      <form
        ref={form}
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          setAttempts(attempts + 1);
          if (kind === "generated") {
            rotate.mutate({ secret: { generate: true }, overlapHours });
          } else if (chosen.check()) {
            rotate.mutate({ secret: { value: chosen.value }, overlapHours });
          }
        }}
      >
        <p>{words.secrets.rotateText(secret.clients, whose)}</p>
        <fieldset>
          <legend>{words.secrets.kind}</legend>
          {(["generated", "chosen"] as const).map((option) => (
            <label key={option}>
              <input type="radio" name="kind" checked={kind === option} onChange={() => setKind(option)} />
              {(drivers.length === 1 ? words.secrets.forOne : words.newClients)[option]}
            </label>
          ))}
        </fieldset>
        {kind === "chosen" && <ChosenSecretField chosen={chosen} refused={refusedValue?.code} />}
        <label>
          {words.secrets.overlap}
          <select value={overlapHours} onChange={(event) => setOverlapHours(Number(event.currentTarget.value) as Overlap)}>
            {overlaps.map((hours) => (
              <option key={hours} value={hours}>
                {words.secrets.overlaps[hours]}
              </option>
            ))}
          </select>
          <small>{overlapHours === 0 ? words.secrets.overlapNone : words.secrets.overlapHelp}</small>
        </label>
        {rotate.error && !refusedValue && <FaultNotice error={rotate.error} />}
        <footer class="buttons">
          <button type="button" class="secondary" disabled={rotate.isPending} onClick={onClose}>
            {words.actions.cancel}
          </button>
          <button type="submit" disabled={rotate.isPending} aria-busy={rotate.isPending}>
            {words.secrets.rotateButton}
          </button>
        </footer>
      </form>
    </Dialog>
  );
}

/** No word came whether it was done. */
function isUnknown(error: unknown): boolean {
  return error instanceof Refusal && ["no-connection", "busy", "failed", "storage-unavailable"].includes(error.code);
}
