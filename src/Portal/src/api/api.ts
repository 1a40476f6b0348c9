import createClient, { type Client } from "openapi-fetch";
import type { Session } from "../signIn/session";
import { readClock } from "./clock";
import { Refusal, type Problem } from "./problem";
import type { components, paths } from "./schema";

export type Schemas = components["schemas"];
export type ApiClient = Schemas["Client"];
export type Api = Client<paths>;

const LONGEST_ANSWER_MS = 60_000;

/** The functions, typed from docs/openapi.yaml; calls go out with the person's token, and none waits for ever. */
export function connect(baseUrl: string, session: Pick<Session, "token" | "expire">): Api {
  const api = createClient<paths>({
    baseUrl,
    fetch: (request) => fetch(request, { signal: AbortSignal.any([request.signal, AbortSignal.timeout(LONGEST_ANSWER_MS)]) }),
  });
  api.use({
    onRequest({ request }) {
      if (session.token) {
        request.headers.set("Authorization", `Bearer ${session.token}`);
      }
      return request;
    },
    onResponse({ response }) {
      readClock(response);
      if (response.status === 401) {
        session.expire();
      }
    },
    onError() {
      return new Refusal("no-connection");
    },
  });
  return api;
}

/** The answer's body, or a thrown Refusal: "no-connection" also when the answer broke off, "busy" or "failed" also when it is not ours. */
export async function answer<Body>(call: Promise<{ data?: Body; error?: unknown; response: Response }>): Promise<Body> {
  const { data, error, response } = await call.catch((fault: unknown) => {
    throw fault instanceof Refusal ? fault : new Refusal("no-connection");
  });
  if (response.ok) {
    return data as Body;
  }
  if (isOurs(error)) {
    throw new Refusal(error.code, error);
  }
  // A proxy, a gateway or a stopped app answered instead. Its status says nothing of what the functions did with the request.
  // Azure's bare 429 above its limits, its 500 when a worker has died, and a gateway's 502 to 504 are to be tried again.
  throw new Refusal(response.status === 401 ? "token-invalid" : response.status === 429 || response.status >= 500 ? "busy" : "failed");
}

function isOurs(error: unknown): error is Problem {
  const { type, code } = (error ?? {}) as Partial<Record<keyof Problem, unknown>>;
  return typeof code === "string" && type === `urn:eds:problem:${code}`;
}
