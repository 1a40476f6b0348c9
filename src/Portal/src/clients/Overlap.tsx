import { Select } from "../ui/Field";
import { useWords } from "../words/words";

const overlaps = [24, 72, 168, 720, 0] as const;
export type Overlap = (typeof overlaps)[number];

/** How many hours the old password works beside the new one. */
export function OverlapField({ hours, onHours }: { hours: Overlap; onHours: (hours: Overlap) => void }) {
  const words = useWords().secrets;
  return (
    <label>
      {words.overlap}
      <Select value={hours} options={overlaps.map((known) => [known, words.overlaps[known]])} onChoose={onHours} />
      <small>{hours === 0 ? words.overlapNone : words.overlapHelp}</small>
    </label>
  );
}
