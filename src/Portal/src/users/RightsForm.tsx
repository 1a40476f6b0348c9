import { useMutation } from "@tanstack/preact-query";
import { useState } from "preact/hooks";
import { Link } from "wouter-preact";
import { answer, type Schemas } from "../api/api";
import { isRefusal } from "../api/problem";
import { queryClient } from "../api/queries";
import { maySeeClients, useActing } from "../taxpayer/taxpayer";
import { Button } from "../ui/Button";
import { ConfirmDialog } from "../ui/Dialog";
import { Tick } from "../ui/Field";
import { prevented } from "../ui/focus";
import { FaultNotice, Notice } from "../ui/notices";
import { useWords } from "../words/words";

type Rights = Schemas["Rights"];

/** The ticks. What someone else changed meanwhile is shown and never overwritten: the etag that was read goes along. */
export function RightsForm({ user, readOnly }: { user: Schemas["User"]; readOnly: boolean }) {
  const words = useWords();
  const { api, taxpayer, taxpayerId, list } = useActing();
  // What he chose, as long as it was chosen on what is stored now.
  const [choice, setChoice] = useState<{ on: string; rights: Rights }>({ on: user.etag, rights: user.rights });
  const [asking, setAsking] = useState(false);
  const chosen = choice.on === user.etag ? choice.rights : user.rights;
  const changed = chosen.rightsManager !== user.rights.rightsManager || chosen.taxiApiConfiguration !== user.rights.taxiApiConfiguration;
  const params = { path: { taxpayerId, userId: user.userId }, header: { "If-Match": user.etag } };
  const changes = [["users", taxpayerId], ...(user.isSelf ? [["me"]] : [])];
  const save = useMutation({
    mutationFn: (body: Rights) => answer(api.PUT("/api/taxpayers/{taxpayerId}/users/{userId}/rights", { params, body })),
    onSettled: () => Promise.all(changes.map((queryKey) => queryClient.invalidateQueries({ queryKey }))),
  });
  const choose = (part: Partial<Rights>) => {
    save.reset();
    setChoice({ on: user.etag, rights: { ...chosen, ...part } });
  };
  const conflict = isRefusal(save.error, "changed-meanwhile");
  return (
    <form onSubmit={prevented(() => (user.isSelf && !chosen.rightsManager ? setAsking(true) : save.mutate(chosen)))}>
      {conflict && <Notice kind="warning" text={words.rights.changed} focus />}
      {save.error && !conflict && <FaultNotice error={save.error} />}
      <fieldset disabled={readOnly || save.isPending}>
        <legend>{words.rights.system}</legend>
        <Tick
          text={words.rights.taxi}
          help={words.rights.taxiHelp}
          checked={chosen.taxiApiConfiguration}
          onTick={(taxiApiConfiguration) => choose({ taxiApiConfiguration })}
        />
        <Tick
          text={words.users.manager}
          help={words.rights.managerHelp}
          checked={chosen.rightsManager}
          onTick={(rightsManager) => choose({ rightsManager })}
        />
      </fieldset>
      {save.isSuccess && <Notice kind="good" text={words.rights.saved} focus />}
      {chosen.taxiApiConfiguration && !chosen.rightsManager && <p>{words.rights.taxiNeedsManager}</p>}
      {readOnly ? (
        <p>{words.users.onlyManagers}</p>
      ) : (
        <p class="buttons">
          {(changed || !save.isSuccess) && (
            <Button type="submit" disabled={!changed} busy={save.isPending}>
              {save.isPending ? words.actions.saving : words.actions.save}
            </Button>
          )}
          {save.isSuccess && user.isSelf && maySeeClients({ ...taxpayer, rights: user.rights }) && (
            <Link href={`${list}/new`} role="button">{words.rights.next}</Link>
          )}
        </p>
      )}
      {asking && (
        <ConfirmDialog
          title={words.rights.giveUpTitle}
          confirm={words.rights.giveUpButton}
          onClose={() => setAsking(false)}
          onConfirm={() => save.mutate(chosen)}
        >
          <p>{words.rights.giveUp}</p>
        </ConfirmDialog>
      )}
    </form>
  );
}
