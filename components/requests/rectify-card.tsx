"use client";

import { useState } from "react";
import { useEnvironment } from "@/components/shell/environment";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { IdLink } from "@/components/ui/id-link";
import { Pill } from "@/components/ui/pill";
import type { MatchDto } from "@/lib/contract/matches";
import type { RequestDto } from "@/lib/requests/schema";
import { ReasonDialog, RectifyDialog } from "./request-dialogs";

type RectifyCardProps = { request: RequestDto; mayWork: boolean };

/** Shows the correction of each accepted session, or why it stays unchanged. */
export function RectifyCard({ request, mayWork }: RectifyCardProps) {
  const environment = useEnvironment();
  const [open, setOpen] = useState<{ sessionId: string; isRefusal: boolean } | null>(null);
  const accepted = request.matches.filter(({ state, isRedacted }) => state === "accepted" && !isRedacted);
  if (accepted.length === 0) return null;
  const close = () => setOpen(null);
  return (
    <Card title="Corrections by session">
      <ul className="flex flex-col gap-2">
        {accepted.map((match) => (
          <li key={match.sessionId} className="flex flex-wrap items-center gap-2">
            <IdLink id={match.sessionId} href={`/${environment}/sessions/${match.sessionId}`} />
            <Act match={match} />
            {mayWork && !match.act && request.step === "corrected" ? (
              <>
                <Button
                  size="sm"
                  aria-label={`Correct ${match.sessionId}`}
                  onClick={() => setOpen({ sessionId: match.sessionId, isRefusal: false })}
                >
                  Correct…
                </Button>
                <Button
                  size="sm"
                  variant="ghost"
                  aria-label={`Keep ${match.sessionId} unchanged`}
                  onClick={() => setOpen({ sessionId: match.sessionId, isRefusal: true })}
                >
                  Keep unchanged…
                </Button>
              </>
            ) : null}
          </li>
        ))}
      </ul>
      {open?.isRefusal ? (
        <ReasonDialog
          requestId={request.id}
          action="rectify"
          more={{ sessionId: open.sessionId }}
          title="Keep this session unchanged"
          description="This refuses part of the request. The letter gives the requester your reason and their right to complain."
          submit="Keep unchanged"
          said="Session kept unchanged"
          onClose={close}
        />
      ) : open ? (
        <RectifyDialog
          key={open.sessionId}
          requestId={request.id}
          sessionId={open.sessionId}
          onClose={close}
        />
      ) : null}
    </Card>
  );
}

const looks: Record<string, { tone: "good" | "neutral"; word: string }> = {
  corrected: { tone: "good", word: "corrected" },
  unchanged: { tone: "neutral", word: "kept unchanged" },
};

function Act({ match: { act, reason } }: { match: MatchDto }) {
  if (!act) return <Pill tone="warn">to do</Pill>;
  return (
    <>
      <Pill tone={looks[act]?.tone ?? "neutral"}>{looks[act]?.word ?? act}</Pill>
      {reason ? <span className="text-sm text-ink-muted">{reason}</span> : null}
    </>
  );
}
