import { History } from "lucide-react";
import { Popover } from "@/components/ui/popover";
import { Exact } from "@/components/ui/time-zone";
import type { HitHistoryDto, HitRowDto } from "@/lib/screening/schema";
import { reasonLabel } from "./reasons";

const acts: Record<HitHistoryDto["resolution"], string> = {
  dismissed: "Not a match",
  confirmed: "Match",
  reopened: "Reopened",
};

/** Lists who resolved and reopened a hit, when and why. */
export function HitHistory({ row: { id, history } }: { row: HitRowDto }) {
  if (history === null)
    return <span className="text-sm text-warn">The history of this hit cannot be read.</span>;
  if (history.length === 0) return null;
  return (
    <Popover
      label={`History of hit ${id}`}
      iconOnly
      trigger={<History aria-hidden className="size-3.75" />}
      triggerClassName="grid size-6.5 place-items-center rounded-md text-ink-muted hover:bg-surface-3 hover:text-ink"
    >
      <ol className="flex w-80 flex-col gap-2 whitespace-normal">
        {history.map((entry) => (
          <li key={`${entry.at}${entry.resolution}`}>
            <p>
              <b className="font-medium">{acts[entry.resolution]}</b> by {entry.by}
            </p>
            <p className="text-sm text-ink-muted">
              <Exact at={entry.at} />
              {[reasonLabel(entry.reasonCode), entry.reason].filter(Boolean).map((why) => ` · ${why}`)}
            </p>
          </li>
        ))}
      </ol>
    </Popover>
  );
}
