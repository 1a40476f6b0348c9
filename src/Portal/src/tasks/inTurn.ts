export interface Failure<T> {
  item: T;
  error: unknown;
}

/** Each item is in one of the three, in the order of the items; `left` were not begun before the signal. */
export interface Ran<T> {
  done: T[];
  failed: Failure<T>[];
  left: T[];
}

/** Works on all items, at most `limit` at once. One that fails stops no other; the signal stops what is not begun. Never rejects. */
export async function runAll<T>(
  items: readonly T[],
  limit: number,
  work: (item: T) => Promise<unknown>,
  { signal, progress }: { signal?: AbortSignal; progress?: (finished: number, total: number) => void } = {},
): Promise<Ran<T>> {
  const outcomes: ({ error: unknown } | "done" | undefined)[] = items.map(() => undefined);
  const queue = items.entries();
  let finished = 0;
  const takeTurns = async () => {
    for (const [at, item] of queue) {
      if (signal?.aborted === true) {
        return;
      }

      try {
        await work(item);
        outcomes[at] = "done";
      } catch (error) {
        outcomes[at] = { error };
      }

      progress?.(++finished, items.length);
    }
  };
  await Promise.all(Array.from({ length: Math.min(limit, items.length) }, takeTurns));
  const ran: Ran<T> = { done: [], failed: [], left: [] };
  for (const [at, item] of items.entries()) {
    const outcome = outcomes[at];
    if (outcome === undefined) {
      ran.left.push(item);
    } else if (outcome === "done") {
      ran.done.push(item);
    } else {
      ran.failed.push({ item, error: outcome.error });
    }
  }

  return ran;
}
