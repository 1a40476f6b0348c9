import { useEffect, useRef, useState } from "preact/hooks";
import { LabelledSelect } from "../ui/Field";
import { useWords } from "../words/words";
import { periods } from "./period";
import type { useRideSearch } from "./useRideSearch";

const PAUSE_MS = 400;

export function RideFilter({ looking }: { looking: ReturnType<typeof useRideSearch> }) {
  const words = useWords().rides;
  const { columns } = useWords().clients;
  const { period, search, today, fault, setPeriod, setDay, seek } = looking;
  return (
    <>
      <search class="filter open">
        <LabelledSelect
          text={words.period}
          value={period}
          options={periods.map((known) => [known, words.periods[known]])}
          onChoose={setPeriod}
        />
        {period === "own" &&
          (["from", "to"] as const).map((name) => (
            <label key={name}>
              {words[name]}
              <input
                type="date"
                value={search[name]}
                max={today}
                aria-invalid={fault ? true : undefined}
                aria-describedby={fault ? "period-fault" : undefined}
                onInput={(event) => setDay(name, event.currentTarget.value)}
              />
            </label>
          ))}
        <SoughtField label={words.plate} hint={words.plateHint} value={search.plate} onSeek={(plate) => seek({ plate })} />
        <SoughtField label={columns.driver} hint={words.driverHint} value={search.driver} onSeek={(driver) => seek({ driver })} />
      </search>
      {fault && <p id="period-fault" class="fault" role="alert">{words.faults[fault]}</p>}
    </>
  );
}

/** Searched for when the person pauses, as the server looks through all rides of the period. */
function SoughtField({ label, hint, value, onSeek }: { label: string; hint: string; value: string; onSeek: (text: string) => void }) {
  const [text, setText] = useState(value);
  const [shown, setShown] = useState(value);
  const seek = useRef(onSeek);
  seek.current = onSeek;
  const sought = text.trim();
  if (shown !== value) {
    setShown(value);
    if (sought !== value) {
      setText(value); // by Back, or by the menu: what was typed before is not searched for again
    }
  }
  useEffect(() => {
    if (sought === value) {
      return undefined;
    }
    const timer = setTimeout(() => seek.current(sought), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [sought, value]);
  return (
    <label>
      {label}
      <input
        type="search"
        value={text}
        placeholder={hint}
        maxLength={100}
        autoComplete="off"
        spellcheck={false}
        onInput={(event) => setText(event.currentTarget.value)}
      />
    </label>
  );
}
