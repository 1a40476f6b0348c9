import { type Api, answer } from "../api/api";
import { Refusal } from "../api/problem";
import type { Person, SecretChoice } from "./draft";
import type { Outcome } from "./portions";

/** One portion. It may be sent again with the same key, whatever came of it. */
export async function register(api: Api, taxpayerId: string, key: string, secret: SecretChoice, drivers: Person[]): Promise<Outcome> {
  try {
    const registered = await answer(
      api.POST("/api/taxpayers/{taxpayerId}/taxi/clients", {
        params: { path: { taxpayerId }, header: { "Idempotency-Key": `"${key}"` } },
        body: { secret, drivers },
      }),
    );
    return { kind: "registered", answer: registered };
  } catch (error) {
    if (!(error instanceof Refusal)) {
      throw error;
    }
    if (error.code === "token-missing" || error.code === "token-invalid") {
      return { kind: "signed-out" };
    }
    return error.decided ? { kind: "refused", problem: error.decided } : { kind: "again", afterSeconds: error.retryAfterSeconds };
  }
}

/** One tab at a time, until its secrets are confirmed: another would take them for lost. Null: not now. It ends when a tab dies. */
export function takeTurn(): Promise<(() => void) | null> {
  return new Promise((resolve) => {
    void navigator.locks.request("eds.registration", { ifAvailable: true }, (lock) => {
      if (!lock) {
        resolve(null);
        return undefined;
      }
      return new Promise<void>((release) => resolve(release));
    });
  });
}

/** Ends early when the browser says that it is back on the network. */
export function waitForConnection(seconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const over = () => {
      clearTimeout(timer);
      removeEventListener("online", over);
      signal.removeEventListener("abort", over);
      resolve();
    };
    const timer = setTimeout(over, seconds * 1000);
    addEventListener("online", over);
    signal.addEventListener("abort", over);
  });
}
