"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import dynamic from "next/dynamic";
import { type ReactNode, useEffect, useRef, useState } from "react";
import { useEnvironment } from "@/components/shell/environment";
import { toastProblem } from "@/components/shell/problem";
import { announce } from "@/components/ui/announce";
import { Button } from "@/components/ui/button";
import { useHotkeys } from "@/components/ui/hotkeys";
import { missingDialog } from "@/components/ui/missing-part";
import { Pill } from "@/components/ui/pill";
import { toast } from "@/components/ui/toast";
import { itemId } from "@/lib/brief/client";
import { caseQueries } from "@/lib/cases/client";
import type { DeskDto } from "@/lib/cases/schema";
import { counted } from "@/lib/format/number";
import { sentence, words } from "@/lib/format/words";
import { reopenHits, resolveHits } from "@/lib/screening/client";
import type { Judgement, Reason } from "./hit-dialog";
import { type FoundHit, HitItem, isOpenHit } from "./hit-item";
import { trackWrite } from "./own-writes";

const HitDialog = dynamic(() => import("./hit-dialog").catch(missingDialog), { ssr: false });

const undoMs = 10_000;

/** Groups the ids of hits by their check. */
const byCheck = (hits: readonly FoundHit[]) =>
  [...new Set(hits.map(({ checkId }) => checkId))].map((checkId) => ({
    checkId,
    hitIds: hits.filter((each) => each.checkId === checkId).map(({ hit }) => hit.id),
  }));

/** Resolves and reopens hits. The desk is read again afterwards, because the case's version has changed. */
function useHits(desk: DeskDto) {
  const environment = useEnvironment();
  const client = useQueryClient();
  const { id } = desk.reviewCase;
  const { queryKey } = caseQueries.desk(environment, id);
  const reread = () => trackWrite(id, client.invalidateQueries({ queryKey }));
  const reopen = useMutation({
    mutationFn: async (hits: readonly FoundHit[]) => {
      for (const { checkId, hitIds } of byCheck(hits))
        await trackWrite(id, reopenHits(environment, checkId, hitIds));
    },
    onSuccess: async (_, hits) => {
      await reread();
      announce(`${counted(hits.length, "hit")} reopened`);
    },
    onError: (error) => toastProblem("The hit was not reopened", error),
  });
  const resolve = useMutation({
    mutationFn: async ({ resolution, hits, reason }: Judgement & { reason: Reason }) => {
      for (const { checkId, hitIds } of byCheck(hits))
        await trackWrite(id, resolveHits(environment, checkId, resolution, { hitIds, ...reason }));
    },
    onSuccess: async (_, { resolution, hits }) => {
      await reread();
      const done = `${counted(hits.length, "hit")} ${resolution === "dismiss" ? "dismissed" : "confirmed"}`;
      announce(done);
      toast({
        tone: "success",
        title: done,
        duration: undoMs,
        action: { label: "Undo", onSelect: () => reopen.mutate(hits) },
      });
    },
    onError: (error) => toastProblem("The hit was not resolved", error),
  });
  return { reopen, resolve, isPending: reopen.isPending || resolve.isPending };
}

const whatCame: Record<string, string> = {
  clear: "no hits",
  pending: "not finished",
  error: "could not be done",
};

/** Says what came of checks that brought no hits: none, or nothing because they are not finished or failed. */
function WithoutHits({ screening }: Pick<DeskDto, "screening">) {
  if (screening.length === 0) return <p className="text-ink-muted">No screening was done.</p>;
  return (
    <ul className="text-sm text-ink-muted">
      {screening
        .filter(({ status, hits }) => hits.length === 0 || status === "error" || status === "pending")
        .map(({ id, checkType, status }) => (
          <li key={id} id={itemId.screening(id)} className="min-h-6">
            {sentence(checkType)}: {whatCame[status] ?? words(status)}
          </li>
        ))}
    </ul>
  );
}

type DeskScreeningProps = {
  desk: DeskDto;
  mayResolve: boolean;
  /** What runs a check. */
  run?: ReactNode;
};

/**
 * Lists the hits to mark as match or not a match. D opens the first unresolved one. Hits of a decided case cannot be
 * changed.
 */
export function DeskScreening({ desk, mayResolve: isAllowed, run }: DeskScreeningProps) {
  const section = useRef<HTMLElement>(null);
  const { reopen, resolve, isPending } = useHits(desk);
  const [judgement, setJudgement] = useState<Judgement | null>(null);
  const mayResolve = isAllowed && desk.isOpen && desk.reviewCase.decidedAt === null;
  const found = desk.screening.flatMap((check) => check.hits.map((hit) => ({ checkId: check.id, hit })));
  const open = found.filter(isOpenHit);
  const [first] = open;
  const before = useRef(open.length);
  useEffect(() => {
    // The focused button disappeared together with the hit that it resolved.
    if (before.current !== open.length && document.activeElement === document.body) section.current?.focus();
    before.current = open.length;
  }, [open.length]);
  const judge = (resolution: Judgement["resolution"], hits: readonly FoundHit[]) => {
    if (!isPending) setJudgement({ resolution, hits });
  };
  useHotkeys(
    "Case",
    [
      {
        keys: "d",
        label: "Mark the first hit as not a match",
        run: () => first && judge("dismiss", [first]),
      },
    ],
    mayResolve && first !== undefined,
  );
  return (
    <section
      ref={section}
      tabIndex={-1}
      aria-labelledby="desk-screening"
      className="border-t p-3 outline-none"
    >
      <h2 id="desk-screening" className="mb-1.5 flex items-center gap-2 text-sm font-semibold text-ink-muted">
        Screening
        {open.length > 0 ? (
          <Pill tone="warn">{open.length} to resolve</Pill>
        ) : found.length > 0 ? (
          <Pill tone="good">resolved</Pill>
        ) : null}
        {mayResolve && open.length > 1 ? (
          <Button size="sm" className="ml-auto" pending={isPending} onClick={() => judge("dismiss", open)}>
            Dismiss all hits {open.length}…
          </Button>
        ) : null}
      </h2>
      {!desk.isOpen && isAllowed && open.length > 0 && desk.reviewCase.decidedAt === null ? (
        <p className="mb-1.5 text-sm text-ink-muted">Claim the case to resolve its hits.</p>
      ) : null}
      <WithoutHits screening={desk.screening} />
      {run ? <div className="mb-2">{run}</div> : null}
      <ul className="flex flex-col gap-2">
        {found.map((each) => (
          <HitItem
            key={`${each.checkId}-${each.hit.id}`}
            found={each}
            fields={desk.fields}
            isFirst={each === first}
            mayResolve={mayResolve}
            onDismiss={() => judge("dismiss", [each])}
            onConfirm={() => judge("confirm", [each])}
            onReopen={mayResolve ? () => !isPending && reopen.mutate([each]) : undefined}
          />
        ))}
      </ul>
      {judgement ? (
        <HitDialog
          judgement={judgement}
          fields={desk.fields}
          onClose={() => setJudgement(null)}
          onResolve={(given, reason) => {
            setJudgement(null);
            resolve.mutate({ ...given, reason });
          }}
        />
      ) : null}
    </section>
  );
}
