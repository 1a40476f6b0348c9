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

/** The answer's body, or a thrown Refusal; "no-connection" also when the answer broke off half-way. */
export async function answer<Body>(call: Promise<{ data?: Body; error?: unknown; response: Response }>): Promise<Body> {
  const { data, error, response } = await call.catch((fault: unknown) => {
    throw fault instanceof Refusal ? fault : new Refusal("no-connection");
  });
  if (response.ok) {
    return data as Body;
  }
  const problem = isProblem(error) ? error : notOurs(response);
  throw new Refusal(problem.code, problem);
}

/** Something between here and the functions answered in their stead. */
function notOurs({ status, statusText }: Response): Problem {
  const code = status >= 500 ? "failed" : status === 404 ? "not-found" : "invalid-request";
  return { type: "about:blank", title: statusText, status, code, traceId: "-" };
}

function isProblem(error: unknown): error is Problem {
  return typeof error === "object" && error !== null && "code" in error;
}
