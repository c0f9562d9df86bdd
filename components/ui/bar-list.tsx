import { thousands } from "@/lib/format/number";
import { BarLink, ChartTable, type Datum } from "./chart-table";
import { cx } from "./cx";
import { barTone, type Tone } from "./tone";

type BarListProps = { caption: string; unit: string; data: readonly Datum[]; tone?: Tone };

/** A list of bars, largest first: reasons, countries. */
export function BarList({ caption, unit, data, tone = "accent" }: BarListProps) {
  const top = Math.max(1, ...data.map((datum) => datum.value));
  return (
    <figure>
      <ChartTable caption={caption} unit={unit} data={data} />
      {data.map((datum) => (
        <BarLink
          key={datum.label}
          datum={datum}
          className="grid min-h-7 grid-cols-[minmax(0,2fr)_minmax(0,3fr)_3.5rem] items-center gap-3 rounded-sm px-1 hover:bg-surface-3"
        >
          <span className="truncate">{datum.label}</span>
          <span className="h-1.5 overflow-hidden rounded-sm bg-surface-3">
            <span
              data-bar
              className={cx("block h-full", barTone[tone])}
              style={{ width: `${(datum.value / top) * 100}%` }}
            />
          </span>
          <span className="text-right">{datum.text ?? thousands(datum.value)}</span>
        </BarLink>
      ))}
    </figure>
  );
}
