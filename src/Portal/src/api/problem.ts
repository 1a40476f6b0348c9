import type { components } from "./schema";

export type Problem = components["schemas"]["Problem"];
export type FieldError = components["schemas"]["FieldError"];
export type ProblemCode = Problem["code"] | "no-connection";

/** A refusal of the API (RFC 9457), or, with `problem` null, that it could not be reached. */
export class Refusal extends Error {
  constructor(readonly code: ProblemCode, readonly problem: Problem | null = null) {
    super(code);
  }

  get errors(): readonly FieldError[] {
    return this.problem?.errors ?? [];
  }

  /** The first fault at this place of the request: "/secret/value". */
  at(pointer: string): FieldError | undefined {
    return this.errors.find((error) => error.pointer === pointer);
  }

  /** Whether the same request may go through by itself in a moment. */
  get passing(): boolean {
    return ["no-connection", "busy", "storage-unavailable", "keys-unavailable", "registration-in-progress"].includes(this.code);
  }

  /** The problem, if what was asked was surely not done. After a 500, or an answer that is not the functions' own, nobody knows. */
  get decided(): Problem | null {
    return this.passing || this.code === "failed" ? null : this.problem;
  }

  get retryAfterSeconds(): number {
    return this.problem?.retryAfterSeconds ?? 1;
  }
}

export function isRefusal(error: unknown, code: ProblemCode): error is Refusal {
  return error instanceof Refusal && error.code === code;
}

/** Nobody knows whether what was asked for was done. */
export const isUndecided = (error: unknown): boolean => !(error instanceof Refusal) || error.decided === null;
