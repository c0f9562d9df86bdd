"use client";

import { Pause, Play, Square } from "lucide-react";
import { Button } from "@/components/ui/button";
import { ProgressBar } from "@/components/ui/progress-bar";
import { counted, thousands } from "@/lib/format/number";
import type { BulkRedactionDto } from "@/lib/redactions/schema";
import type { useRedaction } from "./use-redaction";

type RedactionProgressProps = {
  redaction: BulkRedactionDto;
  action: ReturnType<typeof useRedaction>["action"];
  mayAct: boolean;
};

/** Says in a sentence how the redaction ended, or that it runs. */
export function outcomeText({ status, counts, total }: BulkRedactionDto): string {
  const wrong = counts.failed + counts.held;
  if (status === "running") return "The redaction runs in the background. You can leave this page.";
  if (status === "paused") return "The redaction is paused. No session is redacted until you resume it.";
  if (status === "stopped")
    return `The redaction was stopped. ${counted(counts.waiting, "session")} of ${thousands(total)} not redacted.`;
  if (wrong === 0) return "The redaction finished without errors.";
  const held = counts.held > 0 ? `${counted(counts.held, "session")} on legal hold` : "";
  const failed = counts.failed > 0 ? `${counted(counts.failed, "session")} failed` : "";
  return `${[held, failed].filter(Boolean).join(", ")}; the others are redacted.`;
}

/** Shows the progress of a bulk redaction, and the buttons that pause, resume or stop it. */
export function RedactionProgress({ redaction, action, mayAct }: RedactionProgressProps) {
  const { status, total, counts } = redaction;
  const done = total - counts.waiting;
  const isOpen = status === "running" || status === "paused";
  return (
    <div className="flex flex-col gap-2">
      <p role="status">{outcomeText(redaction)}</p>
      <ProgressBar
        value={done}
        max={total}
        label="Redaction"
        text={`${thousands(done)} of ${counted(total, "session")}, ${counted(redaction.documentsRemoved, "image")} erased`}
        tone={status === "finished" ? "good" : "accent"}
      />
      {isOpen && mayAct ? (
        <div className="flex gap-2">
          {status === "running" ? (
            <Button
              icon={<Pause aria-hidden />}
              pending={action.isPending}
              onClick={() => action.mutate("pause")}
            >
              Pause
            </Button>
          ) : (
            <Button
              icon={<Play aria-hidden />}
              pending={action.isPending}
              onClick={() => action.mutate("resume")}
            >
              Resume
            </Button>
          )}
          <Button
            icon={<Square aria-hidden />}
            disabled={action.isPending}
            onClick={() => action.mutate("stop")}
          >
            Stop
          </Button>
        </div>
      ) : null}
    </div>
  );
}
