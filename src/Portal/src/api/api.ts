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

/** The answer's body, or a thrown Refusal. */
export async function answer<Body>(call: Promise<{ data?: Body; error?: unknown; response: Response }>): Promise<Body> {
  const { data, error, response } = await call;
  if (response.ok) {
    return data as Body;
  }
  throw isProblem(error) ? new Refusal(error.code, error) : new Refusal(response.status >= 500 ? "failed" : "not-found");
}

function isProblem(error: unknown): error is Problem {
  return typeof error === "object" && error !== null && "code" in error;
}
