import { Inbox, SearchX } from "lucide-react";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";

export function NoSessions({ isFiltered, onClear }: { isFiltered: boolean; onClear: () => void }) {
  if (isFiltered)
    return (
      <EmptyState
        icon={<SearchX />}
        title="No session matches"
        detail="Ids, external references and document numbers are compared whole. Loosen a filter, or begin again."
        action={<Button onClick={onClear}>Clear filters</Button>}
      />
    );
  return (
    <EmptyState
      icon={<Inbox />}
      title="No sessions yet"
      detail={
        <>
          Bring some in on the server with{" "}
          <code className="rounded-sm bg-surface-3 px-1 font-mono text-sm text-ink">
            npm run import -- FILE
          </code>
        </>
      }
    />
  );
}
