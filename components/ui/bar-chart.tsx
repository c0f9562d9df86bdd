import { thousands } from "@/lib/format/number";
import { BarLink, ChartTable, type Datum } from "./chart-table";
import { cx } from "./cx";
import { barTone, type Tone } from "./tone";

type BarChartProps = { caption: string; unit: string; data: readonly Datum[]; height?: number; tone?: Tone };

function niceTop(max: number): number {
  if (max <= 4) return 4;
  const power = 10 ** Math.floor(Math.log10(max));
  const step = [1, 2, 4, 5, 10].find((each) => each * power >= max) ?? 10;
  return step * power;
}

/** Chooses the labels that fit below the columns: the first, the last and some between. */
const labelled = (index: number, count: number) => index % Math.ceil(count / 7) === 0;

/** A column chart over time, with a scale on the left and a table for screen readers. */
export function BarChart({ caption, unit, data, height = 160, tone = "accent" }: BarChartProps) {
  const top = niceTop(Math.max(0, ...data.map((datum) => datum.value)));
  return (
    <figure>
      <ChartTable caption={caption} unit={unit} data={data} />
      <div className="flex gap-2">
        <div
          aria-hidden
          className="flex flex-col justify-between text-right text-xs text-ink-muted"
          style={{ height }}
        >
          {[top, top / 2, 0].map((tick) => (
            <span key={tick} className="leading-none">
              {thousands(tick)}
            </span>
          ))}
        </div>
        <div className="min-w-0 flex-1">
          <div
            className="relative flex items-end gap-px border-b border-line-strong bg-[linear-gradient(to_bottom,var(--line)_1px,transparent_1px)] bg-size-[100%_50%]"
            style={{ height }}
          >
            {data.map((datum) => (
              <BarLink
                key={datum.label}
                datum={datum}
                className="group flex h-full min-w-0 flex-1 items-end justify-center -outline-offset-2 hover:bg-surface-3"
              >
                <span
                  data-bar
                  className={cx("block w-4/5 max-w-8 rounded-t-sm", barTone[tone])}
                  style={{ height: `${(datum.value / top) * 100}%` }}
                />
              </BarLink>
            ))}
          </div>
          <div aria-hidden className="mt-1 flex gap-px text-xs text-ink-muted">
            {data.map((datum, index) => (
              <span key={datum.label} className="flex min-w-0 flex-1 justify-center whitespace-nowrap">
                {labelled(index, data.length) ? datum.label : ""}
              </span>
            ))}
          </div>
        </div>
      </div>
    </figure>
  );
}
