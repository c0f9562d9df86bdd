"use client";

import { RotateCcw } from "lucide-react";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import type { RequestDto } from "@/lib/requests/schema";
import { ReasonDialog } from "./request-dialogs";

/** Opens a closed request again. After an erasure, a new request is needed. */
export function Reopen({ request }: { request: RequestDto }) {
  const [isAsking, setAsking] = useState(false);
  if (request.steps.some(({ name, state }) => name === "erased" && state === "done")) return null;
  return (
    <section aria-label="Reopening" className="flex flex-col gap-2">
      <Button icon={<RotateCcw />} onClick={() => setAsking(true)}>
        Reopen request…
      </Button>
      {isAsking ? (
        <ReasonDialog
          requestId={request.id}
          action="reopen"
          title="Reopen request"
          description={
            request.status === "completed"
              ? "The answer is reviewed and given again. A built package and its download link stop working. The deadline stays that of the receipt."
              : "The request continues where it was. The deadline stays that of the receipt."
          }
          submit="Reopen request"
          said="Request reopened"
          onClose={() => setAsking(false)}
        />
      ) : null}
    </section>
  );
}
