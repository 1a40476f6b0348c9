import { useWords } from "./words";

const NAMED = 3;

/** The first names, and how many more there are. */
export function useNameList(): (names: readonly string[]) => string {
  const { andMore } = useWords().secrets;
  return (names) => names.slice(0, NAMED).join(", ") + (names.length > NAMED ? ` ${andMore(names.length - NAMED)}` : "");
}
