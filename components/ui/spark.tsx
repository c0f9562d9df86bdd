import { ChartTable, type Datum } from "./chart-table";

type SparkProps = { caption: string; unit: string; data: readonly Datum[]; className?: string };

/** A row of tiny columns beside a number. */
export function Spark({ caption, unit, data, className }: SparkProps) {
  const top = Math.max(1, ...data.map((datum) => datum.value));
  return (
    <span className="relative inline-block">
      <svg
        aria-hidden="true"
        viewBox={`0 0 ${data.length * 4} 20`}
        preserveAspectRatio="none"
        className={className ?? "h-5 w-24 text-accent"}
      >
        {data.map((datum, index) => {
          const height = Math.max(1, (datum.value / top) * 20);
          return (
            <rect
              key={datum.label}
              x={index * 4}
              y={20 - height}
              width={3}
              height={height}
              fill="currentColor"
            />
          );
        })}
      </svg>
      <ChartTable caption={caption} unit={unit} data={data} />
    </span>
  );
}
