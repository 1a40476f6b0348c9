import { useMutation } from "@tanstack/preact-query";
import { useMemo, useState } from "preact/hooks";
import { answer, type Schemas } from "../api/api";
import { isRefusal, isUndecided } from "../api/problem";
import { refreshFleet } from "../api/queries";
import { prepareHandover, useHandOver } from "../handover/handover";
import { ApiTabs } from "../settings/ApiTabs";
import { useActing } from "../taxpayer/taxpayer";
import { Alert, Button } from "../ui/Button";
import { ConfirmDialog } from "../ui/Dialog";
import { SearchField, Tick } from "../ui/Field";
import { prevented } from "../ui/focus";
import { FaultNotice, Notice, Pending } from "../ui/notices";
import { PageTitle } from "../ui/PageTitle";
import { tell } from "../ui/status";
import { useDates, useWords } from "../words/words";
import { type Overlap, OverlapField } from "./Overlap";
import { markRotation, unmarkRotation } from "./unconfirmed";
import { foundSecrets, type UsedSecret, useUsedSecrets } from "./usedSecrets";

type Rotation = Schemas["SecretRotations"]["rotations"][number];
const AT_MOST = 1000; // in one call

/** New passwords for many at once. `lost`: because a file with them was lost, which is told step by step. */
export function RotateManyPage({ lost }: { lost: boolean }) {
  const words = useWords().lost;
  const { used, query } = useUsedSecrets();
  return (
    <>
      <ApiTabs />
      <PageTitle title={lost ? words.title : words.manyTitle} />
      <p>{lost ? words.intro : words.manyIntro}</p>
      {used ? <RotateMany lost={lost} used={used} /> : <Pending query={query} />}
    </>
  );
}

function RotateMany({ lost, used }: { lost: boolean; used: readonly UsedSecret[] }) {
  const words = useWords();
  const dates = useDates();
  const { list, taxpayerId } = useActing();
  const handOver = useHandOver();
  const rotateAll = useRotations();
  const [search, setSearch] = useState("");
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const [overlapHours, setOverlapHours] = useState<Overlap>(lost ? 0 : 72);
  const [tried, setTried] = useState(false);
  const [asking, setAsking] = useState(false);
  const shown = useMemo(() => foundSecrets(used, search), [used, search]);
  const chosen = used.filter(({ secret }) => selected.has(secret.secretId));
  const affected = chosen.reduce((sum, { secret }) => sum + secret.clients, 0);
  const rotate = useMutation({
    mutationFn: () => {
      prepareHandover();
      return rotateAll(chosen.map(({ secret }) => secret), overlapHours);
    },
    onSuccess: (rotations) => {
      const rotated = rotations.filter((rotation) => rotation.code === undefined);
      if (rotated.length < rotations.length) {
        tell(words.lost.skipped(rotations.length - rotated.length));
      }
      if (rotated.length > 0) {
        const drivers = new Map(used.map((one) => [one.secret.secretId, one.drivers]));
        handOver({
          id: crypto.randomUUID(),
          taxpayerId,
          deed: "rotated",
          origin: "generated",
          clients: rotated.flatMap(({ secretId, secret }) =>
            (drivers.get(secretId) ?? []).map(({ clientId, driver }) => ({ clientId, secretId, driver, secret })),
          ),
          previousExpiresAt: rotated[0]?.previousExpiresAt ?? null,
          next: `${list}/secrets`,
          confirmed: () => rotated.forEach(({ secretId }) => unmarkRotation(secretId)),
        });
      }
    },
    onSettled: () => refreshFleet(taxpayerId),
  });

  /** Of these, all or none are chosen; the others stay as they are. */
  const choose = (these: readonly UsedSecret[], on: boolean) => {
    const ids = new Set(these.map(({ secret }) => secret.secretId));
    setSelected(new Set([...[...selected].filter((id) => !ids.has(id)), ...(on ? ids : [])]));
  };
  return (
    <form
      noValidate
      onSubmit={prevented(() => {
        setTried(true);
        if (chosen.length > 0 && overlapHours === 0) {
          setAsking(true);
        } else if (chosen.length > 0) {
          rotate.mutate();
        }
      })}
    >
      <fieldset disabled={rotate.isPending}>
        <legend><h2>{words.lost.whose}</h2></legend>
        <SearchField help={words.secrets.searchHint} value={search} onInput={setSearch} />
        <Tick
          text={<strong>{words.lost.all(shown.length)}</strong>}
          checked={shown.length > 0 && shown.every(({ secret }) => selected.has(secret.secretId))}
          disabled={shown.length === 0}
          onTick={(all) => choose(shown, all)}
        />
        <ul class="names picks">
          {shown.map((one) => {
            const { secretId, clients, createdAt } = one.secret;
            const help = `${clients > 1 ? words.clients.shared(clients) : words.clients.own} · ${dates.day(createdAt)}`;
            return (
              <li key={secretId}>
                <Tick text={one.title} help={help} checked={selected.has(secretId)} onTick={(on) => choose([one], on)} />
              </li>
            );
          })}
        </ul>
        {tried && chosen.length === 0 && <Alert text={words.lost.none} />}
      </fieldset>
      <fieldset disabled={rotate.isPending}>
        <legend><h2>{words.lost.when}</h2></legend>
        <OverlapField hours={overlapHours} onHours={setOverlapHours} />
      </fieldset>
      {chosen.some(({ secret }) => secret.rotation) && overlapHours > 0 && <Notice kind="info" text={words.lost.running} />}
      {rotate.error && <FaultNotice error={rotate.error} />}
      {rotate.error && !isRefusal(rotate.error, "invalid-request") && <p>{words.lost.again}</p>}
      <footer class="bar sticky">
        <span role="status">{words.lost.chosen(chosen.length, affected)}</span>
        <Button type="submit" busy={rotate.isPending}>{words.lost.submit(chosen.length)}</Button>
      </footer>
      {asking && (
        <ConfirmDialog
          title={`${words.lost.submit(chosen.length)}?`}
          confirm={words.lost.submit(chosen.length)}
          onClose={() => setAsking(false)}
          onConfirm={() => rotate.mutate()}
        >
          <p>{words.lost.cutOff(affected)}</p>
        </ConfirmDialog>
      )}
    </form>
  );
}

/** Portion by portion. Called again after a failure, it goes on where it stopped: answers are kept, and no key rotates twice. */
function useRotations() {
  const { api, taxpayerId } = useActing();
  const [requests] = useState(() => new Map<string, { key: string; rotations?: readonly Rotation[] }>());

  async function rotatePortion(secrets: readonly UsedSecret["secret"][], overlapHours: Overlap): Promise<readonly Rotation[]> {
    const secretIds = secrets.map(({ secretId }) => secretId);
    const body = { secretIds, overlapHours };
    const request = requests.get(JSON.stringify(body)) ?? { key: crypto.randomUUID() };
    requests.set(JSON.stringify(body), request);
    if (!request.rotations) {
      secrets.forEach(({ secretId, version }) => markRotation(secretId, version));
      const params = { path: { taxpayerId }, header: { "Idempotency-Key": request.key } };
      try {
        ({ rotations: request.rotations } = await answer(api.POST("/api/taxpayers/{taxpayerId}/taxi/secrets/rotations", { params, body })));
      } catch (error) {
        if (!isUndecided(error)) {
          secretIds.forEach(unmarkRotation);
        }
        throw error;
      }
      request.rotations.filter(({ code }) => code !== undefined).forEach(({ secretId }) => unmarkRotation(secretId));
    }
    return request.rotations;
  }

  return async (secrets: readonly UsedSecret["secret"][], overlapHours: Overlap) => {
    const rotations: Rotation[] = [];
    for (let from = 0; from < secrets.length; from += AT_MOST) {
      rotations.push(...(await rotatePortion(secrets.slice(from, from + AT_MOST), overlapHours)));
    }
    requests.clear();
    return rotations;
  };
}
