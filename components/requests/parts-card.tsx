"use client";

import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { useExact } from "@/components/ui/time-zone";
import { counted } from "@/lib/format/number";
import type { RequestDto } from "@/lib/requests/schema";
import { useRequestAction } from "./use-request-action";

type PartsCardProps = { request: RequestDto; mayWork: boolean };

/** Shows what the next answer leaves out, or that a part was delivered. */
export function PartsCard({ request, mayWork }: PartsCardProps) {
  const exact = useExact();
  const act = useRequestAction(request.id);
  const { laterSessionIds, reason, deliveredAt } = request.parts;
  if (laterSessionIds.length === 0 && !deliveredAt) return null;
  const isDone = request.steps.some(({ name, state }) => name === "delivered" && state === "done");
  return (
    <Card title="Answer in parts">
      {deliveredAt ? (
        <p>
          A part was delivered on {exact(deliveredAt)}.
          {isDone ? null : " The clock runs on for the rest. The next package contains everything."}
        </p>
      ) : null}
      {laterSessionIds.length > 0 ? (
        <>
          <p>
            The next package leaves {counted(laterSessionIds.length, "session")} out:{" "}
            <span className="break-all">{laterSessionIds.join(", ")}</span>
          </p>
          {reason ? <p className="mt-1 text-sm text-ink-muted">Answered later because: {reason}</p> : null}
          {mayWork ? (
            <Button
              size="sm"
              className="mt-3"
              pending={act.isPending}
              onClick={() =>
                act.mutate({ action: "later", body: { sessionIds: [] }, said: "Answer undivided" })
              }
            >
              Answer everything at once
            </Button>
          ) : null}
        </>
      ) : null}
    </Card>
  );
}
