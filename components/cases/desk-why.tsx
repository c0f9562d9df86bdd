"use client";

import { useQuery } from "@tanstack/react-query";
import { Check, Minus } from "lucide-react";
import { useState } from "react";
import { useEnvironment } from "@/components/shell/environment";
import { Dialog } from "@/components/ui/dialog";
import { caseQueries } from "@/lib/cases/client";
import type { CaseDto } from "@/lib/cases/schema";

/** Explains why the case is in this queue, and who can claim it. */
export function DeskWhy({ reviewCase }: { reviewCase: CaseDto }) {
  const environment = useEnvironment();
  const [open, setOpen] = useState(false);
  const { data } = useQuery({ ...caseQueries.routing(environment, reviewCase.id), enabled: open });
  return (
    <>
      <button
        type="button"
        onClick={() => setOpen(true)}
        className="min-h-6 truncate rounded-sm text-ink-muted underline-offset-2 hover:text-ink hover:underline"
      >
        {reviewCase.queue} queue
      </button>
      <Dialog
        open={open}
        onClose={() => setOpen(false)}
        title="Why is this case here?"
        description={
          data
            ? data.rule
              ? `The rule “${data.rule}” put this case into the ${data.queue} queue: ${data.grounds.join(", ") || "the rule matches every case"}.`
              : `No rule matches this case, so it is in the ${data.queue} queue.`
            : "…"
        }
      >
        <h3 className="mb-1 text-sm font-semibold text-ink-muted">Who can claim it</h3>
        <ul>
          {data?.members.map((member) => (
            <li key={member.id} className="flex min-h-7 items-center gap-2">
              {member.canTake ? (
                <Check aria-hidden className="size-3.75 shrink-0 text-good" />
              ) : (
                <Minus aria-hidden className="size-3.75 shrink-0 text-ink-muted" />
              )}
              <span>{member.name}</span>
              <span className="ml-auto text-right text-sm text-ink-muted">
                {member.canTake ? "can claim it" : member.because}
              </span>
            </li>
          ))}
        </ul>
      </Dialog>
    </>
  );
}
