"use client";

import { useQuery } from "@tanstack/react-query";
import { Check, Minus } from "lucide-react";
import Link from "next/link";
import { useState } from "react";
import { useEnvironment } from "@/components/shell/environment";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { caseQueries } from "@/lib/cases/client";
import type { DeskDto } from "@/lib/cases/schema";
import { deskPath } from "./desk-path";

/** Says in a sentence why the case is here: its queue, the rule and what it found. */
export function whyHere({ reviewCase, origin }: Pick<DeskDto, "reviewCase" | "origin">): string {
  const { queue } = reviewCase;
  if (!origin?.rule) return `In the ${queue} queue: no rule matched`;
  const grounds = origin.grounds.join(", ") || "the rule matches every case";
  return `In the ${queue} queue by “${origin.rule}”: ${grounds}`;
}

/** Explains why the case is in this queue, and who can claim it. */
export function DeskWhy({ desk }: { desk: DeskDto }) {
  const environment = useEnvironment();
  const { reviewCase } = desk;
  const [open, setOpen] = useState(false);
  const { data } = useQuery({ ...caseQueries.routing(environment, reviewCase.id), enabled: open });
  const sentence = whyHere(desk);
  return (
    <div className="flex h-8 items-center gap-2 px-4 text-ui text-ink-muted">
      <p className="min-w-0 truncate" title={sentence}>
        {sentence}
      </p>
      <Button size="sm" variant="ghost" onClick={() => setOpen(true)} className="shrink-0">
        Who can claim it
      </Button>
      <Link
        href={`${deskPath(environment, reviewCase.id)}/brief`}
        prefetch={false}
        className="shrink-0 rounded-sm px-2 text-sm font-medium hover:text-accent"
      >
        Brief
      </Link>
      <Dialog
        open={open}
        onClose={() => setOpen(false)}
        title="Why is this case here?"
        description={`${sentence}.`}
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
    </div>
  );
}
