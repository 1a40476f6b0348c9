import { type Api, answer, type Schemas } from "../api/api";
import { Refusal } from "../api/problem";
import { addDays, type Days, startOf } from "./period";

export type Ride = Schemas["ReceivedCarriage"];
type RidePage = Schemas["Carriages"];

/** Of what days, whose and by which car; empty texts ask for all. */
export interface RideSearch extends Days {
  driver: string;
  plate: string;
}

export const LARGEST_PAGE = 500;
const TRIES = 5;

interface Paging {
  limit: number;
  continuation: string;
}

/** A page of what was received, newest first. What is searched for travels in the body: a name or a code belongs in no URL. */
export function askRides(api: Api, taxpayerId: string, search: RideSearch, paging: Paging, signal: AbortSignal): Promise<RidePage> {
  const params = { path: { taxpayerId } };
  return answer(
    search.driver === "" && search.plate === ""
      ? api.GET("/api/taxpayers/{taxpayerId}/taxi/carriages", { params: { ...params, query: { ...timesOf(search), ...paging } }, signal })
      : api.POST("/api/taxpayers/{taxpayerId}/taxi/carriages/search", { params, body: { ...bodyOf(search), ...paging }, signal }),
  );
}

export function bodyOf(search: RideSearch): { from: string; to: string; driver: string; numberPlate: string } {
  return { ...timesOf(search), driver: search.driver, numberPlate: search.plate };
}

function timesOf({ from, to }: Days): { from: string; to: string } {
  return { from: startOf(from), to: startOf(addDays(to, 1)) };
}

/** A page as long as asked for, where there are so many: a search may answer with fewer, even none, and have more. */
export async function fullPage(
  ask: (limit: number, continuation: string) => Promise<RidePage>,
  limit: number,
  continuation: string,
): Promise<RidePage> {
  const carriages: Ride[] = [];
  let next: string | null = continuation;
  do {
    const page: RidePage = await ask(limit - carriages.length, next);
    carriages.push(...page.carriages);
    next = page.continuation;
  } while (next !== null && carriages.length < limit);
  return { carriages, continuation: next };
}

/** All pages, one after the other. A connection that is lost for a moment is waited for, a few times. */
export async function* allPages(
  ask: (continuation: string) => Promise<RidePage>,
  wait: (seconds: number) => Promise<void>,
  signal: AbortSignal,
): AsyncGenerator<readonly Ride[]> {
  let next: string | null = "";
  let failures = 0;
  while (next !== null) {
    try {
      const page: RidePage = await ask(next);
      failures = 0;
      next = page.continuation;
      yield page.carriages;
    } catch (error) {
      if (signal.aborted || !(error instanceof Refusal) || !error.passing || ++failures === TRIES) {
        throw error;
      }
      await wait(error.retryAfterSeconds);
    }
  }
}
