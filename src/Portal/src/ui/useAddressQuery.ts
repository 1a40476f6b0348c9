import { useSearchParams } from "wouter-preact";

/** The address's query, and a change of it: what is empty is left out, and `state` is what the history entry then holds. */
export function useAddressQuery() {
  const [parameters, setParameters] = useSearchParams();
  const change = (changes: Record<string, string>, state: object | null = null) =>
    setParameters(
      (now) => {
        Object.entries(changes).forEach(([name, value]) => now.set(name, value));
        [...now].filter(([, value]) => value === "").forEach(([name]) => now.delete(name));
        return now;
      },
      { replace: true, state },
    );
  return [parameters, change] as const;
}
