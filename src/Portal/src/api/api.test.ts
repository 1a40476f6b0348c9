import { expect, test } from "vitest";
import { answer } from "./api";
import { Refusal } from "./problem";

async function refusalOf(status: number, error?: unknown): Promise<Refusal> {
  const fault: unknown = await answer(Promise.resolve({ error, response: new Response(null, { status }) })).catch((thrown: unknown) => thrown);
  expect(fault).toBeInstanceOf(Refusal);
  return fault as Refusal;
}

test.each([429, 500, 502, 503, 504])("a bare %i of the platform is to be tried again, and decides nothing", async (status) => {
  for (const body of [undefined, "", "<html>Service Unavailable</html>", { error: { code: "429", message: "Rate limit is exceeded." } }]) {
    expect(await refusalOf(status, body)).toMatchObject({ code: "busy", passing: true, decided: null, retryAfterSeconds: 1 });
  }
});

test.each([400, 403, 404, 413])("a bare %i is a failure that trying again does not mend", async (status) => {
  expect(await refusalOf(status)).toMatchObject({ code: "failed", passing: false, decided: null });
});

test("our own 500 is a failure with its trace", async () => {
  const problem = { type: "urn:eds:problem:failed", title: "Failed.", status: 500, code: "failed", traceId: "4bf92f3577b34da6a3ce929d0e0e4736" };
  expect(await refusalOf(500, problem)).toMatchObject({ code: "failed", problem });
});
