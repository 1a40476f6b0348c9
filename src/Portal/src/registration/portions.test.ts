import { expect, test } from "vitest";
import type { Problem } from "../api/problem";
import type { Schemas } from "../api/api";
import { type Choice, type Draft, driversOf, isUncertain, needsValue, newDraft, type Person, registeredIn, restOf } from "./draft";
import { isCorrectable, type Outcome, type Progress, type Result, type Run, run } from "./portions";

type Secret = Schemas["SecretChoice"];
type Answer = Schemas["RegisteredClients"];

const chosenValue = "correct horse battery staple 7";

const people = (count: number): Person[] => Array.from({ length: count }, (_, i) => ({ personalCode: `32${`${i}`.padStart(4, "0")}-00000`, name: `Jānis ${i}` }));

const draftOf = (choice: Choice, count: number) => newDraft({ taxpayerId: "7k2m9q4x0d", userId: "anna", choice, drivers: people(count), now: new Date("2026-01-15T08:00:00Z") });

function problem(code: Problem["code"], errors?: [pointer: string, code: Schemas["FieldError"]["code"]][]): Outcome {
  const told = errors?.map(([pointer, one]) => ({ pointer, code: one, detail: "" }));
  return { kind: "refused", problem: { type: `urn:eds:problem:${code}`, title: "", status: 400, code, traceId: "", ...(told && { errors: told }) } };
}

/** Does what the API does with keys, drivers and secrets. */
class Server {
  readonly active = new Map<string, { clientId: string; secretId: string }>();
  readonly secrets = new Map<string, string>([["existing", "never told"]]);
  readonly done = new Map<string, { body: string; answer: Answer }>();
  registrations = 0;
  #drawn = 0;

  register(key: string, secret: Secret, drivers: Person[]): Outcome {
    const body = JSON.stringify([secret, drivers]);
    const before = this.done.get(key);
    if (before !== undefined) {
      return before.body === body
        ? { kind: "registered", answer: { ...before.answer, secret: null, secretAlreadyDelivered: true, clients: before.answer.clients.map((client) => ({ ...client, secret: null })) } }
        : problem("idempotency-key-reused");
    }

    const taken = drivers.flatMap((driver, i): [string, "driver-already-registered"][] => (this.active.has(driver.personalCode) ? [[`/drivers/${i}/personalCode`, "driver-already-registered"]] : []));
    if (taken.length > 0) {
      return problem("driver-already-registered", taken);
    }

    if ("secretId" in secret && !this.secrets.has(secret.secretId)) {
      return problem("invalid-request", [["/secret/secretId", "secret-not-found"]]);
    }

    const each = "each" in secret && secret.each;
    const shared = each ? null : "secretId" in secret ? { secretId: secret.secretId, told: null } : this.#secret(secret);
    const clients = drivers.map((driver) => {
      const own = shared ?? this.#secret(secret);
      const clientId = `tx-${++this.#drawn}`;
      this.active.set(driver.personalCode, { clientId, secretId: own.secretId });
      this.registrations++;
      return { clientId, driver, secretId: own.secretId, secret: each ? own.told : null, createdAt: "2026-01-15T08:00:00Z" };
    });
    const answer = { secretId: shared?.secretId ?? null, secret: shared?.told ?? null, secretAlreadyDelivered: false, clients };
    this.done.set(key, { body, answer });
    return { kind: "registered", answer };
  }

  #secret(choice: Secret): { secretId: string; told: string | null } {
    const secretId = `secret-${++this.#drawn}`;
    const value = "value" in choice ? choice.value : `eds_${secretId}`;
    this.secrets.set(secretId, value);
    return { secretId, told: "value" in choice ? null : value };
  }
}

/** The page, or the machine under it, dies. */
class Crash extends Error {}

function runOf(server: Server, draft: Draft, change: Partial<Run> = {}): Run {
  return {
    draft,
    chosenValue: needsValue(draft) ? chosenValue : null,
    register: (key, secret, drivers) => Promise.resolve(server.register(key, secret, drivers)),
    save: () => undefined,
    told: new Map(),
    progress: () => undefined,
    wait: () => Promise.resolve(),
    signal: new AbortController().signal,
    ...change,
  };
}

function dice(seed: number): (below: number) => number {
  let state = Math.imul(seed, 2_654_435_761) >>> 0;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

/** Whose generated secret was told to nobody here. */
const lostIn = (draft: Draft, told: ReadonlyMap<string, string>) => registeredIn(draft).filter((client) => !told.has(client.secretId));

const choices: Choice[] = [{ kind: "chosen" }, { kind: "generated" }, { kind: "each" }, { kind: "existing", secretId: "existing" }];

test.each(choices)("all drivers are registered in portions: $kind", async (choice) => {
  const server = new Server();
  const sizes: number[] = [];
  const steps: Progress[] = [];
  const told = new Map<string, string>();
  const result = await run(runOf(server, draftOf(choice, 1_201), {
    register: (key, secret, drivers) => {
      sizes.push(drivers.length);
      return Promise.resolve(server.register(key, secret, drivers));
    },
    progress: (step) => steps.push(step),
    told,
  }));
  expect(sizes).toEqual([500, 500, 201]);
  expect(steps.map((step) => step.registered)).toEqual([0, 500, 1_000, 1_201]);
  expect(result.kind).toBe("done");
  expect(server.active.size).toBe(1_201);
  expect(new Set([...server.active.values()].map((client) => client.secretId)).size).toBe(choice.kind === "each" ? 1_201 : 1);
  expect(told.size).toBe({ chosen: 0, generated: 1, each: 1_201, existing: 0 }[choice.kind]);
});

/** One life of the page after the other, each ending in a crash, a lost session or success, on a network that loses requests and answers. */
async function lives(seed: number, choice: Choice): Promise<{ server: Server; saved: string[]; told: Map<string, string>; result: Result & { kind: "done" } }> {
  const roll = dice(seed);
  const server = new Server();
  const saved = [JSON.stringify(draftOf(choice, 1_050))];
  let told = new Map<string, string>();
  for (let life = 0; life < 1_000; life++) {
    const crash = (chance: number) => {
      if (roll(chance) === 0) {
        throw new Crash();
      }
    };
    const draft = JSON.parse(saved.at(-1) ?? "") as Draft;
    try {
      const result = await run(runOf(server, draft, {
        told,
        // eslint-disable-next-line @typescript-eslint/require-await -- so that a crash is a rejection
        register: async (key, secret, drivers): Promise<Outcome> => {
          crash(10);
          const fate = roll(6);
          const outcome: Outcome = fate === 0 ? { kind: "again", afterSeconds: 0 } : fate === 1 ? { kind: "signed-out" } : server.register(key, secret, drivers);
          crash(8);
          return fate === 2 || fate === 3 ? { kind: "again", afterSeconds: 0 } : outcome;
        },
        save: (one) => {
          crash(12);
          saved.push(JSON.stringify(one));
          crash(12);
        },
      }));
      if (result.kind === "done") {
        return { server, saved, told, result };
      }

      expect(result.kind).toBe("signed-out"); // and then in the same life of the page, as if in another window
    } catch (error) {
      expect(error).toBeInstanceOf(Crash);
      told = new Map();
    }
  }

  throw new Error("It never ended.");
}

test.each(choices)("nobody is registered twice or forgotten, and no secret is kept, whatever crashes: $kind", async (choice) => {
  const seen = { lost: 0, told: 0 };
  for (let seed = 1; seed <= 25; seed++) {
    const { server, saved, told, result } = await lives(seed, choice);
    const registered = registeredIn(result.draft);
    expect(server.registrations, `seed ${seed}`).toBe(1_050);
    expect(registered.map(({ clientId, secretId, driver }) => [driver.personalCode, { clientId, secretId }])).toEqual(people(1_050).map((person) => [person.personalCode, server.active.get(person.personalCode)]));
    expect(registered.map((client) => client.driver)).toEqual(people(1_050));
    expect(saved.some((text) => text.includes("eds_") || text.includes(chosenValue))).toBe(false);

    const generated = choice.kind === "generated" || choice.kind === "each";
    expect([...told].every(([secretId, secret]) => server.secrets.get(secretId) === secret)).toBe(true);
    expect(generated || told.size === 0).toBe(true);
    seen.lost += generated ? lostIn(result.draft, told).length : 0;
    seen.told += told.size;
  }

  expect(seen.lost > 0 && seen.told > 0).toBe(choice.kind === "generated" || choice.kind === "each"); // the seeds show both
});

test("a draft is saved as sent before the request, and as registered after the answer", async () => {
  const happened: string[] = [];
  const server = new Server();
  await run(runOf(server, draftOf({ kind: "generated" }, 501), {
    register: (key, secret, drivers) => {
      happened.push("request");
      return Promise.resolve(server.register(key, secret, drivers));
    },
    save: (draft) => {
      happened.push(draft.portions.map((portion) => (portion.registered !== null ? "through" : portion.sent ? "sent" : "new")).join(" "));
    },
  }));
  expect(happened).toEqual(["sent new", "request", "through new", "through sent", "request", "through through"]);
});

test("a generated secret whose answer is lost is lost, and the rest gets the same secret", async () => {
  const server = new Server();
  let first = true;
  const told = new Map<string, string>();
  const result = await run(runOf(server, draftOf({ kind: "generated" }, 600), {
    told,
    register: (key, secret, drivers) => {
      const outcome = server.register(key, secret, drivers);
      const lost = first;
      first = false;
      return Promise.resolve(lost ? { kind: "again", afterSeconds: 0 } : outcome);
    },
  }));
  expect(result).toMatchObject({ kind: "done", draft: { secretId: server.active.get("320000-00000")?.secretId } });
  expect(lostIn(result.draft, told).length).toBe(600);
  expect(new Set([...server.active.values()].map((client) => client.secretId)).size).toBe(1);
});

test("secrets told before the session expired are not lost when the same page goes on", async () => {
  const server = new Server();
  const told = new Map<string, string>();
  let requests = 0;
  const before = await run(runOf(server, draftOf({ kind: "each" }, 600), {
    told, register: (key, secret, drivers) => Promise.resolve(++requests === 2 ? { kind: "signed-out" } : server.register(key, secret, drivers)),
  }));
  expect(before.kind).toBe("signed-out");
  const after = await run(runOf(server, before.draft, { told }));
  expect(after.kind).toBe("done");
  expect(lostIn(after.draft, told)).toEqual([]);
});

test("a draft that is through is not sent again", async () => {
  const server = new Server();
  const { draft } = await run(runOf(server, draftOf({ kind: "each" }, 3)));
  expect(await run(runOf(server, draft))).toEqual({ kind: "done", draft });
  expect(server.done.size).toBe(1);
});

test("the chosen secret is needed until the first portion is through", async () => {
  const server = new Server();
  const draft = draftOf({ kind: "chosen" }, 501);
  expect(needsValue(draft)).toBe(true);
  const saved: Draft[] = [];
  await expect(run(runOf(server, draft, { chosenValue: null, save: (one) => void saved.push(one) }))).rejects.toThrow(RangeError);
  expect(saved).toEqual([]);
  let requests = 0;
  const { draft: half } = await run(runOf(server, draft, {
    register: (key, secret, drivers) => Promise.resolve(++requests === 2 ? { kind: "signed-out" } : server.register(key, secret, drivers)),
  }));
  expect(needsValue(half)).toBe(false);
  expect(await run(runOf(server, half, { chosenValue: null }))).toMatchObject({ kind: "done" });
  expect(needsValue(draftOf({ kind: "generated" }, 1))).toBe(false);
});

test("another chosen secret after the first was applied is refused by its key", async () => {
  const server = new Server();
  const draft = draftOf({ kind: "chosen" }, 1);
  await expect(run(runOf(server, draft, {
    register: (key, secret, drivers) => {
      server.register(key, secret, drivers);
      return Promise.reject(new Crash());
    },
  }))).rejects.toThrow(Crash);
  expect(await run(runOf(server, draft, { chosenValue: "quite another secret 8" }))).toMatchObject({ kind: "refused", problem: { code: "idempotency-key-reused" } });
  expect(await run(runOf(server, draft))).toMatchObject({ kind: "done" });
});

test("a refused portion leaves the others, and names drivers by their place in the draft", async () => {
  const server = new Server();
  server.active.set("320503-00000", { clientId: "tx-x", secretId: "old" });
  server.active.set("320999-00000", { clientId: "tx-y", secretId: "old" });
  const told = new Map<string, string>();
  const refused = await run(runOf(server, draftOf({ kind: "generated" }, 1_001), { told }));
  expect(refused).toMatchObject({ kind: "refused", problem: { code: "driver-already-registered", errors: [{ pointer: "/drivers/503/personalCode" }, { pointer: "/drivers/999/personalCode" }] } });
  expect(driversOf(refused.draft)[503]?.personalCode).toBe("320503-00000");
  expect(server.registrations).toBe(500);

  const whole = await run(runOf(server, refused.draft, { register: () => Promise.resolve(problem("driver-already-registered", [["/drivers/3", "driver-already-registered"]])) }));
  expect(whole).toMatchObject({ kind: "refused", problem: { errors: [{ pointer: "/drivers/503" }] } });
});

test("problems without drivers stay as they are", async () => {
  const draft = draftOf({ kind: "chosen" }, 1);
  const of = (outcome: Outcome) => run(runOf(new Server(), draft, { register: () => Promise.resolve(outcome) }));
  expect(await of(problem("right-missing"))).toMatchObject({ kind: "refused", problem: { code: "right-missing" } });
  expect(await of(problem("invalid-request", [["/secret/value", "secret-common"], ["", "required"]]))).toMatchObject({ problem: { errors: [{ pointer: "/secret/value" }, { pointer: "" }] } });
});

test.each<[string, Outcome, boolean]>([
  ["a driver", problem("invalid-request", [["/drivers/3/name", "name-invalid"]]), true],
  ["the number of drivers", problem("invalid-request", [["/drivers", "drivers-count"]]), true],
  ["the secret", problem("invalid-request", [["/secret/value", "secret-common"]]), true],
  ["drivers who are registered", problem("driver-already-registered", [["/drivers/0/personalCode", "driver-already-registered"]]), true],
  ["the size", problem("body-too-large"), true],
  ["a body that came in pieces", problem("invalid-request", [["", "body-unreadable"]]), false],
  ["nothing", problem("invalid-request"), false],
  ["the key", problem("idempotency-key-reused"), false],
  ["a right", problem("right-missing"), false],
])("a refusal for %s", (_, outcome, correctable) => {
  expect(outcome.kind === "refused" && isCorrectable(outcome.problem)).toBe(correctable);
});

test("it waits longer and longer, up to half a minute, or as long as the server asks, and starts anew with the next portion", async () => {
  const server = new Server();
  const waited: number[] = [];
  const states: string[] = [];
  let requests = 0;
  await run(runOf(server, draftOf({ kind: "generated" }, 501), {
    register: (key, secret, drivers) => {
      requests++;
      return Promise.resolve(requests <= 7 ? { kind: "again", afterSeconds: 0 } : requests === 8 ? { kind: "again", afterSeconds: 45 } : requests === 10 ? { kind: "again", afterSeconds: 3 } : server.register(key, secret, drivers));
    },
    wait: (seconds) => Promise.resolve(void waited.push(seconds)),
    progress: (step) => states.push(step.state),
  }));
  expect(waited).toEqual([1, 2, 4, 8, 16, 30, 30, 45, 3]);
  expect(states.filter((state) => state === "waiting").length).toBe(9);
  expect(server.registrations).toBe(501);
});

test("it stops on the signal: while it waits, while it sends, and after an answer, which is kept", async () => {
  for (const moment of ["wait", "wait rejects", "request rejects", "answer"]) {
    const server = new Server();
    const stop = new AbortController();
    let last: Draft | null = null;
    const result = await run(runOf(server, draftOf({ kind: "generated" }, 501), {
      signal: stop.signal,
      register: (key, secret, drivers) => {
        if (moment === "wait" || moment === "wait rejects") {
          return Promise.resolve({ kind: "again", afterSeconds: 0 });
        }

        stop.abort();
        return moment === "answer" ? Promise.resolve(server.register(key, secret, drivers)) : Promise.reject(new DOMException("", "AbortError"));
      },
      wait: () => {
        stop.abort();
        return moment === "wait" ? Promise.resolve() : Promise.reject(new DOMException("", "AbortError"));
      },
      save: (draft) => {
        last = draft;
      },
    }));
    expect(result).toEqual({ kind: "stopped", draft: last });
    expect(registeredIn(result.draft).length).toBe(moment === "answer" ? 500 : 0);
    expect(await run(runOf(server, result.draft))).toMatchObject({ kind: "done" });
    expect(server.registrations).toBe(501);
  }
});

test("an empty draft is done at once", async () => {
  expect(await run(runOf(new Server(), draftOf({ kind: "chosen" }, 0)))).toMatchObject({ kind: "done" });
});

test("what is left after a handover gets the secret that was handed over, and nobody is taken for lost", async () => {
  for (const kind of ["generated", "chosen"] as const) {
    const server = new Server();
    let requests = 0;
    const { draft: half } = await run(runOf(server, draftOf({ kind }, 700), {
      register: (key, secret, drivers) => Promise.resolve(++requests === 2 ? { kind: "signed-out" } : server.register(key, secret, drivers)),
    }));
    const rest = restOf(half, half.portions.filter((portion) => !portion.registered), []);
    expect(rest?.choice).toEqual({ kind: "existing", secretId: half.secretId });
    expect(isUncertain(half)).toBe(true);
    if (rest) {
      expect(await run(runOf(server, rest, { chosenValue: null }))).toMatchObject({ kind: "done" });
    }
    expect(server.registrations).toBe(700);
    expect(new Set([...server.active.values()].map((client) => client.secretId)).size).toBe(1);
  }
});

test("clients whose secret got lost and was not replaced are remembered alone", async () => {
  const server = new Server();
  const { draft } = await run(runOf(server, draftOf({ kind: "each" }, 3)));
  const lost = registeredIn(draft).slice(1);
  const rest = restOf(draft, [], lost);
  expect(restOf(draft, [], [])).toBeNull();
  expect(rest && registeredIn(rest)).toEqual(lost);
  expect(rest && (await run(runOf(server, rest)))).toEqual({ kind: "done", draft: rest });
});
