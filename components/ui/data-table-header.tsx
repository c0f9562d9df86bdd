import { ArrowDown, ArrowUp } from "lucide-react";
import Link from "next/link";
import type { ReactNode } from "react";
import { cx } from "./cx";
import type { Column } from "./data-table";

export const ALIGN = { left: "text-left", right: "text-right", center: "text-center" } as const;

const ARIA_SORT = { asc: "ascending", desc: "descending" } as const;

const headClass =
  "sticky top-0 z-2 h-8.5 border-b bg-surface-2 px-2.5 text-sm font-medium whitespace-nowrap text-ink-muted first:pl-4 last:pr-4";

function Head<Row>({ column }: { column: Column<Row> }) {
  const Arrow = column.sorted === "asc" ? ArrowUp : ArrowDown;
  return (
    <th
      scope="col"
      aria-sort={column.sorted && ARIA_SORT[column.sorted]}
      style={column.width ? { width: column.width } : undefined}
      className={cx(headClass, ALIGN[column.align ?? "left"])}
    >
      {column.sortHref ? (
        <Link
          href={column.sortHref}
          prefetch={false}
          scroll={false}
          className="inline-flex min-h-6 items-center gap-1 hover:text-ink"
        >
          {column.header}
          <Arrow aria-hidden className={cx("size-3", !column.sorted && "opacity-0")} />
        </Link>
      ) : (
        column.header
      )}
    </th>
  );
}

type HeaderProps<Row> = { columns: readonly Column<Row>[]; selectAll: ReactNode };

export function DataTableHeader<Row>({ columns, selectAll }: HeaderProps<Row>) {
  return (
    <thead>
      <tr>
        {selectAll ? (
          <th scope="col" className={cx(headClass, "w-10 pr-0! pl-2.5!")}>
            {selectAll}
          </th>
        ) : null}
        {columns.map((column) => (
          <Head key={column.key} column={column} />
        ))}
      </tr>
    </thead>
  );
}
