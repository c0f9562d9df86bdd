"use client";

import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { counted } from "@/lib/format/number";
import type { RequestDto } from "@/lib/requests/schema";
import { ReasonDialog } from "./request-dialogs";
import { useRequestAction } from "./use-request-action";

type OpenReviewsProps = {
  requestId: string;
  reviews: NonNullable<RequestDto["openReviews"]>;
  reason: string | null;
  mayChange: boolean;
};

/** Shows what the answer withholds while a review is open, and lets the member disclose it. */
export function OpenReviews({ requestId, reviews, reason, mayChange }: OpenReviewsProps) {
  const [isAsking, setAsking] = useState(false);
  const act = useRequestAction(requestId);
  const { sessionIds, isTold, withheld } = reviews;
  return (
    <Card title="Open reviews" aside={counted(sessionIds.length, "session")}>
      <p>
        {isTold
          ? "The answer discloses these reviews although the cases are not decided."
          : `Withheld from the answer until the cases are decided: ${withheld}. The letter states this.`}
      </p>
      {isTold && reason ? <p className="mt-1 text-sm text-ink-muted">Disclosed because: {reason}</p> : null}
      {mayChange ? (
        <Button
          size="sm"
          className="mt-2"
          pending={act.isPending}
          onClick={() =>
            isTold
              ? act.mutate({ action: "open-reviews", body: { isTold: false }, said: "Open reviews withheld" })
              : setAsking(true)
          }
        >
          {isTold ? "Withhold open reviews" : "Disclose open reviews…"}
        </Button>
      ) : null}
      {isAsking ? (
        <ReasonDialog
          requestId={requestId}
          action="open-reviews"
          more={{ isTold: true }}
          title="Disclose open reviews?"
          description="The answer will contain signals, scores, thresholds and notes of cases that are not decided. If you have reviewed this request, the review is withdrawn."
          submit="Disclose reviews"
          said="The answer discloses open reviews"
          onClose={() => setAsking(false)}
        />
      ) : null}
    </Card>
  );
}
