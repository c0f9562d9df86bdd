import { eventNames } from "@/components/audit/event-names";
import { Exact } from "@/components/ui/time-zone";
import { words } from "@/lib/format/words";
import type { DecisionInvolvementDto } from "@/lib/involvement/schema";

const nameOf = (type: string) => (eventNames as Readonly<Record<string, string>>)[type] ?? type;

/** Says what part a person had in a decision, with the events that show it. */
export function DecisionInvolvement({ involvement }: { involvement: DecisionInvolvementDto }) {
  const entries = [...involvement.looks, ...involvement.acts].sort((a, b) => a.at.localeCompare(b.at));
  return (
    <section aria-labelledby="replay-involvement" className="border-t p-3">
      <h2 id="replay-involvement" className="mb-1 text-sm font-semibold text-ink-muted">
        Human involvement
      </h2>
      <ul className="mb-2 flex list-disc flex-col gap-1 pl-4">
        {involvement.words.map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ul>
      {entries.length > 0 ? (
        <ol aria-label="What this person did until the decision" className="flex flex-col gap-1.5 text-sm">
          {entries.map(({ at, type, what }) => (
            <li key={`${at} ${type} ${what.join()}`}>
              <Exact at={at} /> · {nameOf(type)}
              {what.length > 0 ? (
                <span className="wrap-anywhere text-ink-muted"> · {what.map(words).join(", ")}</span>
              ) : null}
            </li>
          ))}
        </ol>
      ) : null}
    </section>
  );
}
