import { useMutation } from "@tanstack/preact-query";
import { useState } from "preact/hooks";
import { answer, type Schemas } from "../api/api";
import { isRefusal, isUndecided } from "../api/problem";
import { refreshFleet } from "../api/queries";
import { prepareHandover, useHandOver } from "../handover/handover";
import { ChosenSecretField, useChosenSecret } from "../registration/ChosenSecret";
import { useActing } from "../taxpayer/taxpayer";
import { CloseFooter, Dialog, FormDialog } from "../ui/Dialog";
import { Notice } from "../ui/notices";
import { useWords } from "../words/words";
import { type Overlap, OverlapField } from "./Overlap";
import { markRotation, unmarkRotation } from "./unconfirmed";
import type { UsedSecret } from "./usedSecrets";

/** A new secret for all drivers of one. What comes back is handed over at once. */
export function RotateDialog({ of: { secret, drivers, whose, title: names }, onClose }: { of: UsedSecret; onClose: () => void }) {
  const words = useWords();
  const { api, taxpayerId, list } = useActing();
  const { secretId } = secret;
  const handOver = useHandOver();
  const [kind, setKind] = useState<"generated" | "chosen">("generated");
  const [overlapHours, setOverlapHours] = useState<Overlap>(72);
  const [attempts, setAttempts] = useState(0);
  // An address may ask for a rotation that is already under way. Once started here, the dialog stays until it has shown its result.
  const [isRunning] = useState(Boolean(secret.rotation));
  const title = words.secrets.rotateOf(names);
  const chosen = useChosenSecret();
  const rotate = useMutation({
    mutationFn: (body: Schemas["RotateSecret"]) => {
      prepareHandover();
      markRotation(secretId, secret.version);
      const params = { path: { taxpayerId, secretId } };
      return answer(api.POST("/api/taxpayers/{taxpayerId}/taxi/secrets/{secretId}/rotation", { params, body }));
    },
    onSuccess: ({ secret: generated, previousExpiresAt }) => {
      onClose();
      handOver({
        id: crypto.randomUUID(),
        taxpayerId,
        deed: "rotated",
        origin: kind,
        clients: drivers.map(({ clientId, driver }) => ({ clientId, secretId, driver, secret: generated ?? chosen.value })),
        previousExpiresAt,
        next: `${list}/secrets`,
        confirmed: () => unmarkRotation(secretId),
      });
    },
    onError: (error) => {
      if (!isUndecided(error)) {
        unmarkRotation(secretId);
      }
      return refreshFleet(taxpayerId);
    },
  });
  const refusedValue = isRefusal(rotate.error, "invalid-request") ? rotate.error.at("/secret/value") : undefined;
  const submit = () => {
    setAttempts(attempts + 1);
    if (kind === "generated") {
      rotate.mutate({ secret: { generate: true }, overlapHours });
    } else if (chosen.check()) {
      rotate.mutate({ secret: { value: chosen.value }, overlapHours });
    }
  };
  if (isRunning) {
    return null;
  }
  if (rotate.error && isUndecided(rotate.error)) {
    return (
      <Dialog title={title} onClose={onClose}>
        <Notice kind="warning" text={words.secrets.rotationUnknown} focus />
        <CloseFooter onClose={onClose} />
      </Dialog>
    );
  }
  return (
    <FormDialog
      title={title}
      submit={words.secrets.rotateButton}
      attempts={attempts}
      saving={rotate}
      silent={refusedValue !== undefined}
      onSubmit={submit}
      onClose={onClose}
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
      <OverlapField hours={overlapHours} onHours={setOverlapHours} />
    </FormDialog>
  );
}
