import { useCallback } from "preact/hooks";
import { useWords } from "./words";

const NAMED = 3;

/** The first names, and how many more there are. */
export function useNameList(): (names: readonly string[]) => string {
  const { andMore } = useWords().secrets;
  return useCallback((names) => names.slice(0, NAMED).join(", ") + (names.length > NAMED ? ` ${andMore(names.length - NAMED)}` : ""), [andMore]);
}
