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
  /** The cursors of the pages before this one; the last one begins this page. */
  cursors: readonly string[];
  onCursors: (cursors: readonly string[]) => void;
  /** Content beside the pagination, such as the selection; it is shown even without rows. */
  selection?: ReactNode;
};

/** A list that fills its page: the table, or the reason why there is none, and the pagination. */
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
  /** The page shows an older answer, whose cursor must not be used. */
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
