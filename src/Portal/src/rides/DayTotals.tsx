import { useState } from "preact/hooks";
import { Button } from "../ui/Button";
import { Select } from "../ui/Field";
import { useDates, useWords } from "../words/words";
import { startOf } from "./period";
import { type DayTotals, heightOf, type Measure, measures, sumOf } from "./totals";
import { useAmounts } from "./useAmounts";

const NARROW = 8; // so many bars have room for a label each on a phone

/** The sums of the period. */
export function PeriodTotals({ days }: { days: readonly DayTotals[] }) {
  const words = useWords().rides;
  const amounts = useAmounts();
  const sum = sumOf(days);
  return (
    <ul class="numbers totals" aria-label={words.totals}>
      {measures.map((measure) => (
        <li key={measure}>
          <strong>{amounts.total(sum[measure], measure)}</strong>{" "}
          {measure === "rides" ? words.ridesWord(Number(sum.rides)) : words.measures[measure]}
        </li>
      ))}
    </ul>
  );
}

/** Day by day, as bars to look at or as a table to read. */
export function ByDay({ days }: { days: readonly DayTotals[] }) {
  const words = useWords().rides;
  const [asTable, setAsTable] = useState(false);
  const [measure, setMeasure] = useState<Measure>("rides");
  return (
    <section aria-labelledby="by-day">
      <div class="bar">
        <h2 id="by-day">{words.byDay}</h2>
        <span class="buttons tools">
          {!asTable && (
            <Select
              aria-label={words.measure}
              value={measure}
              options={measures.map((known) => [known, words.measures[known]])}
              onChoose={setMeasure}
            />
          )}
          <Button class="quiet" onClick={() => setAsTable(!asTable)}>{asTable ? words.asChart : words.asTable}</Button>
        </span>
      </div>
      {asTable ? <DayTable days={days} /> : <DayChart days={days} measure={measure} />}
    </section>
  );
}

function DayChart({ days, measure }: { days: readonly DayTotals[]; measure: Measure }) {
  const words = useWords().rides;
  const dates = useDates();
  const amounts = useAmounts();
  const highest = days.reduce((most, day) => (day[measure] > most ? day[measure] : most), 0n);
  const isLong = days.length > NARROW;
  const step = Math.ceil(days.length / NARROW);
  return (
    <div class="bars" role="img" aria-label={words.chartOf(words.measures[measure], amounts.total(highest, measure))}>
      {isLong && <span class="highest">{amounts.total(highest, measure)}</span>}
      {days.map((totals, at) => (
        <div key={totals.day} title={`${dates.day(startOf(totals.day))}: ${amounts.total(totals[measure], measure)}`}>
          {!isLong && <span class="value">{amounts.total(totals[measure], measure)}</span>}
          <span class="column" style={{ height: `${heightOf(totals[measure], highest) / 10}rem` }} />
          <span class="day">{at % step === 0 ? dates.dayOfMonth(startOf(totals.day)) : "\u00a0"}</span>
        </div>
      ))}
    </div>
  );
}

function DayTable({ days }: { days: readonly DayTotals[] }) {
  const words = useWords().rides;
  const dates = useDates();
  const amounts = useAmounts();
  const cells = (totals: Pick<DayTotals, Measure>) =>
    measures.map((measure) => (
      <td key={measure} class="number">{amounts.total(totals[measure], measure)}</td>
    ));
  return (
    // Focusable, so that it can be scrolled by keyboard.
    // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <div class="wide-table scroll" role="group" aria-labelledby="by-day" tabIndex={0}>
      <table>
        <thead>
          <tr>
            <th scope="col">{words.day}</th>
            {measures.map((measure) => <th key={measure} scope="col" class="number">{words.measures[measure]}</th>)}
          </tr>
        </thead>
        <tbody>
          {days.map((totals) => (
            <tr key={totals.day}>
              <th scope="row">{dates.day(startOf(totals.day))}</th>
              {cells(totals)}
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">{words.sum}</th>
            {cells(sumOf(days))}
          </tr>
        </tfoot>
      </table>
    </div>
  );
}
