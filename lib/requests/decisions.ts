import "server-only";
import { type Actor, authorize, inScope } from "@/lib/actor/actor";
import { insertCase } from "@/lib/cases/write";
import { deciderOf } from "@/lib/letters/decided";
import type { Transaction } from "@/lib/platform/db";
import { AppError } from "@/lib/platform/errors";
import { belowRequest } from "@/lib/platform/scope";
import { announceCases } from "@/lib/records/live";
import { requireSession } from "@/lib/records/open";
import type { OwnRequest } from "@/lib/requests/load";
import type { RequestDto } from "@/lib/requests/schema";
import { changeRequest, type OnRequest } from "@/lib/requests/write";

const accepted = (request: OwnRequest) => ({
  ...belowRequest(request),
  state: "accepted" as const,
  session: { retentionStatus: { not: "redacted" as const } },
});

/** The accepted sessions that were approved or rejected, and that no person has decided, or one is about to. */
async function automated(tx: Transaction, request: OwnRequest) {
  const rows = await tx.requestMatch.findMany({
    where: accepted(request),
    select: {
      pk: true,
      session: {
        select: {
          id: true,
          status: true,
          resultStatus: true,
          result: { select: { processingMode: true } },
          reviewCase: { select: { decision: true } },
        },
      },
    },
    orderBy: { pk: "asc" },
  });
  return rows.filter(({ session }) => {
    if (session.resultStatus !== "approved" && session.resultStatus !== "rejected") return false;
    const { status, resultStatus: outcome, result, reviewCase: review } = session;
    const decider = deciderOf({ status, outcome, processingMode: result?.processingMode ?? null, review });
    return decider === "checks" || decider === "unknown" || (decider === "pending" && review !== null);
  });
}

/**
 * Opens a case for every accepted session that was decided without a person, in which a reviewer decides again at the
 * desk (GDPR Art. 22(3); UK GDPR Art. 22C; 11 CCR § 7221). An open case of such a session is used as it is. If there is
 * no such session, nothing remains to be decided.
 * @throws AppError conflict before the review of the answer, or while a session is restricted
 */
export async function openDecisions(actor: Actor, input: OnRequest): Promise<RequestDto> {
  authorize(actor, "requests:work");
  const opened: string[] = [];
  const shown = await changeRequest(actor, input, "opened", async (request, tx, now) => {
    const matches = await automated(tx, request);
    for (const { pk, session } of matches) {
      const made = await insertCase(tx, actor, await requireSession(actor, session.id, "work"));
      if (made) opened.push(made);
      await tx.requestMatch.update({
        where: { scoped: { ...inScope(actor), pk } },
        data: { act: "reviewing", actedAt: now, outcomeBefore: session.resultStatus },
        select: { pk: true },
      });
    }
    return {
      changes: { openedAt: now, ...(matches.length === 0 && { actedAt: now }) },
      event: { type: "request.reviews-opened", metadata: { sessions: matches.length } },
    };
  });
  announceCases(actor, opened);
  return shown;
}

/**
 * Records what the reviewers decided: for each session, whether its outcome was confirmed or changed.
 * @throws AppError conflict while a case is not decided
 */
export const recordDecisions = (actor: Actor, input: OnRequest): Promise<RequestDto> =>
  changeRequest(actor, input, "decided", async (request, tx, now) => {
    const matches = await tx.requestMatch.findMany({
      where: { ...accepted(request), act: "reviewing" },
      select: {
        pk: true,
        outcomeBefore: true,
        session: { select: { id: true, reviewCase: { select: { decision: true } } } },
      },
    });
    const open = matches
      .filter(({ session }) => !session.reviewCase?.decision)
      .map(({ session }) => session.id);
    if (open.length > 0)
      throw new AppError("conflict", `A reviewer must first decide the cases of: ${open.join(", ")}.`);
    const isConfirmed = ({ outcomeBefore, session }: (typeof matches)[number]) =>
      session.reviewCase?.decision === outcomeBefore;
    const confirmed = matches.filter(isConfirmed).map(({ pk }) => pk);
    const changed = matches.filter((each) => !isConfirmed(each)).map(({ pk }) => pk);
    for (const [act, pks] of [
      ["confirmed", confirmed],
      ["changed", changed],
    ] as const)
      await tx.requestMatch.updateMany({
        where: { ...inScope(actor), pk: { in: pks } },
        data: { act, actedAt: now },
      });
    return {
      changes: { actedAt: now },
      event: {
        type: "request.decisions-recorded",
        metadata: { confirmed: confirmed.length, changed: changed.length },
      },
    };
  });
