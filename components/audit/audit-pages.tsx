import { Pagination } from "@/components/ui/pagination";

type AuditPagesProps = {
  path: string;
  filter: Record<string, string>;
  /** The cursors of the pages before this one and of this page. */
  cursors: readonly string[];
  count: number;
  pagination: { total: number; totalIsCapped: boolean; limit: number; nextCursor: string | null };
};

export function AuditPages({ path, filter, cursors, count, pagination }: AuditPagesProps) {
  const { total, totalIsCapped, limit, nextCursor } = pagination;
  const href = (steps: readonly string[]) => {
    const after = steps.join(".");
    return `${path}?${new URLSearchParams({ ...filter, ...(after ? { after } : {}) })}`;
  };
  const before = cursors.length * limit;
  return (
    <footer className="sticky bottom-0 mt-auto flex min-h-12 shrink-0 items-center border-t bg-surface px-4">
      <Pagination
        from={before + 1}
        to={before + count}
        total={total}
        more={totalIsCapped}
        prevHref={cursors.length > 0 ? href(cursors.slice(0, -1)) : undefined}
        nextHref={nextCursor ? href([...cursors, nextCursor]) : undefined}
        className="ml-auto"
      />
    </footer>
  );
}
