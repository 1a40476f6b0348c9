import createClient, { type Client } from "openapi-fetch";
import type { Session } from "../signIn/session";
import { Refusal, type Problem } from "./problem";
import type { components, paths } from "./schema";

export type Schemas = components["schemas"];
export type ApiClient = Schemas["Client"];
export type Api = Client<paths>;

/** The functions, typed from docs/openapi.yaml; calls go out with the person's token. */
export function connect(baseUrl: string, session: Session): Api {
  const api = createClient<paths>({ baseUrl });
  api.use({
    onRequest({ request }) {
      if (session.token) {
        request.headers.set("Authorization", `Bearer ${session.token}`);
      }
      return request;
    },
    onResponse({ response }) {
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

/** The answer's body, or a thrown Refusal: "no-connection" also when the answer broke off half-way, "busy" or "failed" also when it is not the functions' own. */
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
  // A proxy, a gateway, or an app that is stopped, answered in the functions' stead. Its status says nothing of what they did with the request.
  throw new Refusal(response.status === 401 ? "token-invalid" : isOverload(response.status) ? "busy" : "failed");
}

/** Azure's bare 429 above its limits, its 500 when a worker has died, and a gateway's 502 to 504: to be tried again. */
function isOverload(status: number): boolean {
  return status === 429 || status >= 500;
}

function isOurs(error: unknown): error is Problem {
  const { type, code } = (error ?? {}) as Partial<Record<keyof Problem, unknown>>;
  return typeof code === "string" && type === `urn:eds:problem:${code}`;
}
