import { Check, Circle, LoaderCircle } from "lucide-react";
import { cx } from "@/components/ui/cx";
import { ProgressBar } from "@/components/ui/progress-bar";
import { RelativeTime } from "@/components/ui/relative-time";
import { shortId } from "@/components/ui/short-id";
import type { StepDto } from "@/lib/contract/steps";
import type { RequestDto } from "@/lib/requests/schema";
import { deliveryNames, methodNames, outcomeNames, stepTitles } from "./words";

const marks = {
  done: { icon: Check, word: "done", look: "bg-good text-surface" },
  current: { icon: LoaderCircle, word: "next", look: "border-2 border-accent bg-surface text-accent" },
  todo: { icon: Circle, word: "to do", look: "border border-line-strong bg-surface text-transparent" },
};

function detailOf({ name, detail }: StepDto, { delivery, outcome }: RequestDto): string | null {
  if (name === "delivered" && delivery) {
    const via = deliveryNames[delivery.via] ?? delivery.via;
    return delivery.to ? `${via}, ${delivery.to}` : via;
  }
  if (name === "concluded" && outcome) return outcomeNames[outcome];
  if (name === "verified" && detail) return methodNames[detail as keyof typeof methodNames] ?? detail;
  return detail;
}

function Building({ made }: { made: NonNullable<RequestDto["package"]> }) {
  if (made.unreadable.length > 0)
    return (
      <ul className="mt-1 text-sm text-warn" aria-label="Unreadable items, missing from the package">
        {made.unreadable.map(({ sessionId, item, reason }) => (
          <li key={`${sessionId} ${item}`}>
            {item} of {shortId(sessionId, "middle")}: {reason}
          </li>
        ))}
      </ul>
    );
  if (made.status === "failed") return <p className="text-sm text-bad">{made.error}</p>;
  if (made.status !== "queued" && made.status !== "building") return null;
  return (
    <ProgressBar
      className="mt-1"
      label="Building the package"
      value={made.filesDone}
      max={Math.max(1, made.filesTotal)}
      text={made.filesTotal ? `${made.filesDone} of ${made.filesTotal} files` : "Waiting to start"}
    />
  );
}

export function RequestSteps({ request }: { request: RequestDto }) {
  return (
    <nav aria-label="Checklist" className="overflow-auto p-4 [grid-area:steps] xl:border-r">
      <ol className="flex flex-col">
        {request.steps.map((step, at) => {
          const { icon: Icon, word, look } = marks[step.state];
          const isLast = at === request.steps.length - 1;
          return (
            <li
              key={step.name}
              aria-current={step.state === "current" ? "step" : undefined}
              className="relative flex gap-3 pb-5"
            >
              {isLast ? null : (
                <span aria-hidden className="absolute top-5 bottom-0 left-2.25 w-px bg-line" />
              )}
              <span
                aria-hidden
                className={cx("z-1 grid size-4.75 shrink-0 place-items-center rounded-full", look)}
              >
                <Icon className="size-3" />
              </span>
              <div className="min-w-0 flex-1">
                <div className={cx("font-medium", step.state === "current" && "text-accent")}>
                  {stepTitles[step.name][step.state === "done" ? "done" : "todo"]}
                  <span className="sr-only">: {word}</span>
                </div>
                <div className="text-sm text-ink-muted">
                  {step.at ? <RelativeTime at={step.at} /> : null}
                  {step.at && detailOf(step, request) ? " · " : null}
                  {detailOf(step, request)}
                </div>
                {step.name === "packaged" && request.package ? <Building made={request.package} /> : null}
              </div>
            </li>
          );
        })}
      </ol>
    </nav>
  );
}
