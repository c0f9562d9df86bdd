import Link from "next/link";
import type { ReactNode } from "react";

export type Datum = {
  label: string;
  value: number /** "64 %", when the bare number does not say it. */;
  text?: string;
  href?: string;
};

/** The numbers behind a chart, for screen readers. */
export function ChartTable({
  caption,
  unit,
  data,
}: {
  caption: string;
  unit: string;
  data: readonly Datum[];
}) {
  return (
    <table className="sr-only">
      <caption>{caption}</caption>
      <thead>
        <tr>
          <th scope="col">Name</th>
          <th scope="col">{unit}</th>
        </tr>
      </thead>
      <tbody>
        {data.map((datum) => (
          <tr key={datum.label}>
            <th scope="row">{datum.label}</th>
            <td>{datum.text ?? datum.value}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** A bar that links to the list it counts, or a plain bar without an address. */
export function BarLink({
  datum,
  className,
  children,
}: {
  datum: Datum;
  className: string;
  children: ReactNode;
}) {
  const text = `${datum.label}: ${datum.text ?? datum.value}`;
  if (!datum.href)
    return (
      <span aria-hidden title={text} className={className}>
        {children}
      </span>
    );
  return (
    <Link href={datum.href} prefetch={false} aria-label={text} title={text} className={className}>
      {children}
    </Link>
  );
}
