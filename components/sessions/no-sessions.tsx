import { Inbox, SearchX } from "lucide-react";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";

export function NoSessions({ isFiltered, onClear }: { isFiltered: boolean; onClear: () => void }) {
  if (isFiltered)
    return (
      <EmptyState
        icon={<SearchX />}
        title="No matching sessions"
        detail="IDs, external references and document numbers must match exactly. Remove a filter or clear all."
        action={<Button onClick={onClear}>Clear filters</Button>}
      />
    );
  return (
    <EmptyState
      icon={<Inbox />}
      title="No sessions yet"
      detail={
        <>
          Connect a vendor under Settings → Sources, or import sessions on the server with{" "}
          <code className="rounded-sm bg-surface-3 px-1 font-mono text-sm text-ink">
            npm run import -- FILE
          </code>
        </>
      }
    />
  );
}
