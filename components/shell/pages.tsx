import { Pagination } from "@/components/ui/pagination";
import type { Pagination as Page } from "@/lib/contract/pagination";

type PagesProps = { pagination: Page | undefined; shown: number; onTurn: (offset: number) => void };

/**
 * The footer of a list that is read by offset; nothing where the list is empty.
 * @param shown how many rows this page has
 */
export function Pages({ pagination, shown, onTurn }: PagesProps) {
  if (!pagination || pagination.total === 0) return null;
  const { offset, limit, total, totalIsCapped, hasMore } = pagination;
  return (
    <Pagination
      className="justify-end"
      from={offset + 1}
      to={offset + shown}
      total={total}
      more={totalIsCapped}
      onPrev={offset > 0 ? () => onTurn(Math.max(0, offset - limit)) : undefined}
      onNext={hasMore ? () => onTurn(offset + limit) : undefined}
    />
  );
}
