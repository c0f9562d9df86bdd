import type { ReactNode } from "react";
import { DataTable, type DataTableProps } from "@/components/ui/data-table";
import { Pagination } from "@/components/ui/pagination";
import { type Awaited, Loaded } from "./loaded";

type Page<Row> = {
  data: readonly Row[];
  pagination: { total: number; totalIsCapped: boolean; nextCursor: string | null };
};

type PagedListProps<Row> = {
  query: Awaited<Page<Row>> & { isPlaceholderData: boolean };
  failed: string;
  skeleton: ReactNode;
  table: Omit<DataTableProps<Row>, "rows" | "stale" | "className">;
  pageSize: number;
  /** The cursors of the pages before this one, the last of which begins it. */
  cursors: readonly string[];
  onCursors: (cursors: readonly string[]) => void;
  /** What the foot says beside the pages, such as what is selected; it stays when no row is left. */
  selection?: ReactNode;
};

/** A list that fills its page: table, or why there is none, and the pages at its foot. */
export function PagedList<Row>({ query, failed, skeleton, table, ...foot }: PagedListProps<Row>) {
  return (
    <Loaded query={query} failed={failed} skeleton={skeleton}>
      {(page) => (
        <>
          <DataTable {...table} rows={page.data} stale={query.isPlaceholderData} className="min-h-0 flex-1" />
          <Foot {...foot} page={page} isStale={query.isPlaceholderData} />
        </>
      )}
    </Loaded>
  );
}

type FootProps<Row> = Pick<PagedListProps<Row>, "pageSize" | "cursors" | "onCursors" | "selection"> & {
  page: Page<Row>;
  /** The page is of an older answer: its cursor is not the one to go on from. */
  isStale: boolean;
};

function Foot<Row>({ page, isStale, pageSize, cursors, onCursors, selection }: FootProps<Row>) {
  const { total, totalIsCapped, nextCursor } = page.pagination;
  const before = cursors.length * pageSize;
  if (page.data.length === 0 && !selection) return null;
  return (
    <footer className="sticky bottom-0 flex min-h-12 shrink-0 flex-wrap items-center gap-2.5 border-t bg-surface px-4">
      {selection}
      <Pagination
        from={before + 1}
        to={before + page.data.length}
        total={total}
        more={totalIsCapped}
        onPrev={before > 0 ? () => onCursors(cursors.slice(0, -1)) : undefined}
        onNext={nextCursor ? () => (isStale ? undefined : onCursors([...cursors, nextCursor])) : undefined}
        className="ml-auto"
      />
    </footer>
  );
}
