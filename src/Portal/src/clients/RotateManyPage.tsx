import { useMutation } from "@tanstack/preact-query";
import { useMemo, useState } from "preact/hooks";
import { answer, type Schemas } from "../api/api";
import { isRefusal, Refusal } from "../api/problem";
import { refreshFleet, useSecrets } from "../api/queries";
import { prepareHandover, useHandOver } from "../handover/handover";
import { usePortal } from "../portal";
import { finder, fold } from "../search/fold";
import { ApiTabs } from "../settings/ApiTabs";
import { useActing } from "../taxpayer/taxpayer";
import { ConfirmDialog } from "../ui/ConfirmDialog";
import { Field } from "../ui/Field";
import { FaultNotice, Notice, Pending } from "../ui/notices";
import { PageTitle } from "../ui/PageTitle";
import { tell } from "../ui/status";
import { useDates, useWords } from "../words/words";
import { names } from "./order";
import { type Overlap, overlaps } from "./RotateDialog";
import { markRotation, unmarkRotation } from "./unconfirmed";
import { useDriversOf, useNames } from "./useDriversOf";

type Rotation = Schemas["SecretRotations"]["rotations"][number];
const AT_MOST = 1000; // in one call

/** New passwords for many at once. `lost`: because a file with them was lost, which is told step by step. */
export function RotateManyPage({ lost }: { lost: boolean }) {
  const words = useWords();
  const { taxpayer } = useActing();
  const secrets = useSecrets(taxpayer.taxpayerId);
  const { complete, query } = useDriversOf(taxpayer.taxpayerId);
  return (
    <>
      <ApiTabs />
      <PageTitle title={lost ? words.lost.title : words.lost.manyTitle} />
      <p>{lost ? words.lost.intro : words.lost.manyIntro}</p>
      <Pending query={secrets} />
      {!secrets.isPending && !complete && <Pending query={{ ...query, isPending: true }} />}
      {secrets.data && complete && <RotateMany lost={lost} secrets={secrets.data.filter((secret) => secret.clients > 0)} />}
    </>
  );
}

function RotateMany({ lost, secrets }: { lost: boolean; secrets: readonly Schemas["Secret"][] }) {
  const words = useWords();
  const dates = useDates();
  const { api } = usePortal();
  const { taxpayer, home } = useActing();
  const { taxpayerId } = taxpayer;
  const { drivers } = useDriversOf(taxpayerId);
  const handOver = useHandOver();
  const namesOf = useNames();
  const [search, setSearch] = useState("");
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const [overlapHours, setOverlapHours] = useState<Overlap>(lost ? 0 : 72);
  const [tried, setTried] = useState(false);
  const [asking, setAsking] = useState(false);
  // The same request again, after an answer that got lost, rotates nothing twice.
  const [keys, setKeys] = useState(() => new Map<string, string>());
  const options = useMemo(
    () =>
      secrets
        .map((secret) => ({ secret, title: secret.name ?? namesOf(drivers.get(secret.secretId) ?? []) }))
        .sort((a, b) => names.compare(a.title, b.title)),
    [secrets, drivers, namesOf],
  );
  const shown = options.filter(
    ({ secret, title }) => search.trim() === "" || fold(title).includes(fold(search.trim())) || (drivers.get(secret.secretId) ?? []).some(finder(search)),
  );
  const chosen = options.filter(({ secret }) => selected.has(secret.secretId)).map(({ secret }) => secret);
  const affected = chosen.reduce((sum, secret) => sum + secret.clients, 0);

  const rotate = useMutation({
    mutationFn: async () => {
      prepareHandover();
      const rotations: Rotation[] = [];
      for (let from = 0; from < chosen.length; from += AT_MOST) {
        const portion = chosen.slice(from, from + AT_MOST);
        const secretIds = portion.map(({ secretId }) => secretId);
        const request = JSON.stringify([secretIds, overlapHours]);
        const key = keys.get(request) ?? crypto.randomUUID();
        keys.set(request, key);
        portion.forEach(({ secretId, version }) => markRotation(secretId, version));
        const answered = await answer(
          api.POST("/api/taxpayers/{taxpayerId}/taxi/secrets/rotations", {
            params: { path: { taxpayerId }, header: { "Idempotency-Key": key } },
            body: { secretIds, overlapHours },
          }),
        );
        rotations.push(...answered.rotations);
      }
      return rotations;
    },
    onSuccess: (rotations) => {
      setKeys(new Map());
      const rotated = rotations.filter((rotation) => rotation.code === undefined);
      rotations.filter((rotation) => rotation.code !== undefined).forEach(({ secretId }) => unmarkRotation(secretId));
      if (rotated.length < rotations.length) {
        tell(words.lost.skipped(rotations.length - rotated.length));
      }
      if (rotated.length > 0) {
        handOver({
          id: crypto.randomUUID(),
          taxpayerId,
          deed: "rotated",
          origin: "generated",
          clients: rotated.flatMap(({ secretId, secret }) => (drivers.get(secretId) ?? []).map(({ clientId, driver }) => ({ clientId, secretId, driver, secret }))),
          previousExpiresAt: rotated[0]?.previousExpiresAt ?? null,
          next: `${home}/settings/api/secrets`,
          confirmed: () => rotated.forEach(({ secretId }) => unmarkRotation(secretId)),
        });
      }
    },
    onError: (error) => {
      if (error instanceof Refusal && error.decided) {
        chosen.forEach(({ secretId }) => unmarkRotation(secretId));
      }
    },
    onSettled: () => refreshFleet(taxpayerId),
  });

  const toggle = (secretId: string, on: boolean) => {
    const changed = new Set(selected);
    if (on) {
      changed.add(secretId);
    } else {
      changed.delete(secretId);
    }
    setSelected(changed);
  };
  const everyone = shown.length > 0 && shown.every(({ secret }) => selected.has(secret.secretId));
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        setTried(true);
        if (chosen.length > 0 && overlapHours === 0) {
          setAsking(true);
        } else if (chosen.length > 0) {
          rotate.mutate();
        }
      }}
    >
      <fieldset disabled={rotate.isPending}>
        <legend>
          <h2>{words.lost.whose}</h2>
        </legend>
        <Field type="search" label={words.clients.search} help={words.secrets.searchHint} value={search} required={false} maxLength={100} onInput={setSearch} />
        <label class="tick">
          <input
            type="checkbox"
            checked={everyone}
            disabled={shown.length === 0}
            onChange={(event) => {
              const these = shown.map(({ secret }) => secret.secretId);
              setSelected(new Set([...[...selected].filter((id) => !these.includes(id)), ...(event.currentTarget.checked ? these : [])]));
            }}
          />
          <strong>{words.lost.all(shown.length)}</strong>
        </label>
        <ul class="names picks">
          {shown.map(({ secret: { secretId, clients, createdAt }, title }) => (
            <li key={secretId}>
              <label class="tick">
                <input type="checkbox" checked={selected.has(secretId)} onChange={(event) => toggle(secretId, event.currentTarget.checked)} />
                <span>
                  {title}
                  <small>{[clients > 1 ? words.clients.shared(clients) : words.clients.own, dates.day(createdAt)].join(" · ")}</small>
                </span>
              </label>
            </li>
          ))}
        </ul>
        {tried && chosen.length === 0 && (
          <p role="alert" class="fault">
            {words.lost.none}
          </p>
        )}
      </fieldset>
      <fieldset disabled={rotate.isPending}>
        <legend>
          <h2>{words.lost.when}</h2>
        </legend>
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
      </fieldset>
      {chosen.some((secret) => secret.rotation) && overlapHours > 0 && (
        <Notice kind="info">
          <p>{words.lost.running}</p>
        </Notice>
      )}
      {rotate.error && <FaultNotice error={rotate.error} />}
      {rotate.error && !isRefusal(rotate.error, "invalid-request") && <p>{words.lost.again}</p>}
      <footer class="bar sticky">
        <span role="status">{words.lost.chosen(chosen.length, affected)}</span>
        <button type="submit" disabled={rotate.isPending} aria-busy={rotate.isPending}>
          {words.lost.submit(chosen.length)}
        </button>
      </footer>
      {asking && (
        <ConfirmDialog
          title={`${words.lost.submit(chosen.length)}?`}
          confirm={words.lost.submit(chosen.length)}
          onClose={() => setAsking(false)}
          onConfirm={() => {
            setAsking(false);
            rotate.mutate();
          }}
        >
          <p>{words.lost.cutOff(affected)}</p>
        </ConfirmDialog>
      )}
    </form>
  );
}
