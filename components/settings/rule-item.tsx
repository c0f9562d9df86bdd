import { ArrowDown, ArrowUp, Pencil, Trash2 } from "lucide-react";
import { IconButton } from "@/components/ui/icon-button";
import type { Move } from "./use-rule-order";

type RuleItemProps = {
  name: string;
  /** The conditions and the target, in words. */
  words: string;
  /** What it would match. */
  count: string | undefined;
  at: number;
  isLast: boolean;
  /** Null if the viewer may only read. */
  on: { move: (move: Move) => void; remove: (at: number) => void; change: (at: number) => void } | null;
};

/** Shows one rule of an ordered list, with what changes it. */
export function RuleItem({ name, words, count, at, isLast, on }: RuleItemProps) {
  return (
    <li className="flex items-start gap-2 border-b px-3 py-2 last:border-b-0">
      <span className="w-5 shrink-0 pt-0.5 text-right text-ink-muted">{at + 1}</span>
      <div className="min-w-0 flex-1">
        <p className="font-medium wrap-anywhere">{name}</p>
        <p className="text-sm wrap-anywhere text-ink-muted">{words}</p>
        {count === undefined ? null : <p className="text-sm">{count}</p>}
      </div>
      {on ? (
        <div className="flex shrink-0">
          <IconButton
            size="sm"
            label={`Move ${name} up`}
            data-move={`${at}up`}
            aria-disabled={at === 0}
            onClick={() => on.move({ at, by: -1 })}
          >
            <ArrowUp aria-hidden />
          </IconButton>
          <IconButton
            size="sm"
            label={`Move ${name} down`}
            data-move={`${at}down`}
            aria-disabled={isLast}
            onClick={() => on.move({ at, by: 1 })}
          >
            <ArrowDown aria-hidden />
          </IconButton>
          <IconButton size="sm" label={`Change ${name}`} onClick={() => on.change(at)}>
            <Pencil aria-hidden />
          </IconButton>
          <IconButton size="sm" label={`Remove ${name}`} onClick={() => on.remove(at)}>
            <Trash2 aria-hidden />
          </IconButton>
        </div>
      ) : null}
    </li>
  );
}
