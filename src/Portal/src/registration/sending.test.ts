import { afterEach, expect, test, vi } from "vitest";
import { connect } from "../api/api";
import type { Session } from "../signIn/session";
import { register } from "./sending";

const expire = vi.fn();
const session = { token: "t", expire } as unknown as Session;

afterEach(() => {
  vi.unstubAllGlobals();
  expire.mockClear();
});

function sent(respond: (request: Request) => Promise<Response> | Response) {
  vi.stubGlobal("fetch", (request: Request) => Promise.resolve(respond(request)));
  const api = connect("http://functions.test", session);
  return register(api, "7k2m9q4x0d", "key-1", { generate: true, each: false }, [{ personalCode: "329999-99901", name: "Anna" }]);
}

function problem(code: string, status: number, more: object = {}) {
  return Response.json({ type: `urn:eds:problem:${code}`, title: "", status, code, traceId: "1", ...more }, { status });
}

const again = { kind: "again", afterSeconds: 1 };

test.each([400, 403, 404, 405, 407, 408, 409, 411, 413, 415, 422, 425, 429, 431, 451, 500, 502, 503, 504, 511])("a %i that is not ours tells nothing, so the portion is sent again", async (status) => {
  for (const body of [
    "<html><h1>Error 403 - This web app is stopped.</h1></html>", "", "null", "[]", "\"no\"",
    "{\"code\":\"invalid-request\"}", "{\"error\":{\"code\":\"TooManyRequests\"}}",
    "{\"type\":\"about:blank\",\"status\":403,\"code\":\"right-missing\"}", "{\"type\":\"urn:eds:problem:\"}",
  ]) {
    expect(await sent(() => new Response(body, { status })), body).toEqual(again);
  }
});

test("nor does an answer that does not come, breaks off or is no JSON", async () => {
  expect(await sent(() => Promise.reject(new TypeError("Failed to fetch")))).toEqual(again);
  expect(await sent(() => new Response("{\"secretId\":\"4x0d"))).toEqual(again);
  expect(await sent(() => new Response("<html>Sign in to this network</html>"))).toEqual(again);
});

test("nor does our own word that it failed or has to wait", async () => {
  expect(await sent(() => problem("failed", 500))).toEqual(again);
  expect(await sent(() => problem("registration-in-progress", 409))).toEqual(again);
  expect(await sent(() => problem("storage-unavailable", 503, { retryAfterSeconds: 7 }))).toEqual({ kind: "again", afterSeconds: 7 });
});

test("what the functions refuse is refused", async () => {
  for (const [code, status] of [["invalid-request", 400], ["right-missing", 403], ["driver-already-registered", 409], ["body-too-large", 413], ["idempotency-key-reused", 422]] as const) {
    expect(await sent(() => problem(code, status))).toMatchObject({ kind: "refused", problem: { code } });
  }
});

test("a 401 ends the session, whoever answered", async () => {
  expect(await sent(() => problem("token-invalid", 401))).toEqual({ kind: "signed-out" });
  expect(await sent(() => new Response("You do not have permission to view this page.", { status: 401 }))).toEqual({ kind: "signed-out" });
  expect(expire).toHaveBeenCalledTimes(2);
});

test("a portion is registered with its key", async () => {
  const answer = { secretId: "s1", secret: "eds_1", secretAlreadyDelivered: false, clients: [] };
  const keys: (string | null)[] = [];
  expect(await sent((request) => {
    keys.push(request.headers.get("Idempotency-Key"));
    return Response.json(answer, { status: 201 });
  })).toEqual({ kind: "registered", answer });
  expect(keys).toEqual(["\"key-1\""]);
});
