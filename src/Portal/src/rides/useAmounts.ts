import { useMemo } from "preact/hooks";
import { useLanguage } from "../words/words";
import { amountText, millionths } from "./amounts";
import type { Measure } from "./totals";

const places: Record<Measure, number> = { rides: 0, distance: 1, serviceFee: 2, commission: 2 };

/** Amounts as people here write them: 1 234,50. */
export function useAmounts() {
  const { language } = useLanguage();
  return useMemo(() => {
    const [locale, sign] = language === "lv" ? ["lv", ","] : ["en-GB", "."];
    const whole = new Intl.NumberFormat(locale, { useGrouping: "always" });
    const write = (value: bigint, measure: Measure) =>
      measure === "rides" ? whole.format(value) : amountText(value, places[measure], sign, (part) => whole.format(part));
    return {
      total: write,
      kilometres: (amount: number) => write(millionths(amount), "distance"),
      euros: (amount: number) => write(millionths(amount), "serviceFee"),
    };
  }, [language]);
}
