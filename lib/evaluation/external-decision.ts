import "server-only";
import { type Actor, authorize, inScope } from "@/lib/actor/actor";
import { type Capture, lockCapture } from "@/lib/captures/load";
import { statedDocumentType } from "@/lib/captures/submit";
import { concludeSession } from "@/lib/evaluation/conclude";
import { checkedParts, lastChecks } from "@/lib/evaluation/last-checks";
import { lockOwnCase, type UndecidedCase } from "@/lib/evaluation/own-case";
import { extractedIn } from "@/lib/evaluation/reading";
import { recordEvent } from "@/lib/events/record";
import { instant } from "@/lib/format/instant";
import { db, type Transaction } from "@/lib/platform/db";
import { AppError } from "@/lib/platform/errors";
import { belowSession, keyOf } from "@/lib/platform/scope";
import { endedBefore } from "@/lib/workflow/load";
import type { ExternalDto, ExternalInput } from "@/lib/workflow/schema";
import { endRun } from "@/lib/workflow/write";

const said = {
  continue: "The checks run again, and the rules go on behind the gate.",
  fail: "The session has failed.",
  reject: "The session was rejected.",
} as const;

/**
 * Takes the customer's own decision about a session that waits for it.
 * @throws AppError not_found; conflict when the session waits for no decision, also when one has come already, and when
 * it would end a session whose case a reviewer has begun, or leave a case without a result
 */
export async function decideExternally(
  actor: Actor,
  input: ExternalInput & { sessionId: string },
): Promise<ExternalDto> {
  authorize(actor, "sessions:update");
  const { sessionId, decision } = input;
  const status = await db.$transaction(async (tx) => {
    const capture = await lockCapture(tx, actor, sessionId);
    const run = await tx.workflowRun.findFirst({
      where: { ...belowSession(capture), status: "paused" },
      orderBy: { pk: "desc" },
      select: { pk: true, id: true, nodeResults: true },
    });
    if (capture.state !== "awaiting_external" || !run)
      throw new AppError("conflict", `This session is ${capture.state}. It waits for no external decision.`);
    const reviewed = await lockOwnCase(tx, actor, capture);
    if (reviewed && (decision === "fail" || (decision === "reject" && !reviewed.isUntouched)))
      throw new AppError("conflict", "The case of this session is open. Continue, or decide it there.");
    await recordEvent(tx, actor, {
      type: "session.external-decision",
      metadata: { runId: run.id, decision },
      resource: { type: "session", id: sessionId },
    });
    return apply(tx, actor, withDecision(capture, input), { ...run, decision, reviewed });
  });
  return { sessionId, decision, status, message: said[decision] };
}

/** The session with the decision among what is sealed of it: its metadata may be personal. */
function withDecision(capture: Capture, { decision, metadata }: ExternalInput): Capture {
  const external_decision = { decision, decided_at: instant(new Date()), ...(metadata && { metadata }) };
  return { ...capture, held: { ...capture.held, extra: { ...capture.held.extra, external_decision } } };
}

async function apply(
  tx: Transaction,
  actor: Actor,
  capture: Capture,
  run: { pk: bigint; decision: ExternalInput["decision"]; reviewed: UndecidedCase | null },
): Promise<string> {
  const now = new Date();
  const sealed = capture.cipher.seal("session", capture.id, capture.held);
  if (run.decision === "continue") {
    await tx.workflowRun.update({
      where: { scoped: { ...inScope(actor), pk: run.pk } },
      data: { status: "queued", worker: null, tries: 0 },
      select: { pk: true },
    });
    await tx.session.update({
      where: keyOf(capture),
      data: { status: "processing", updatedAt: now, sealed },
      select: { pk: true },
    });
    return "processing";
  }
  if (run.decision === "fail") {
    await endRun(tx, actor, run, { status: "failed" });
    await tx.session.update({
      where: keyOf(capture),
      data: {
        status: "failed",
        terminalAt: (await endedBefore(tx, capture)) ?? now,
        updatedAt: now,
        sealed,
      },
      select: { pk: true },
    });
    return "failed";
  }
  await endRun(tx, actor, run, { status: "completed", finalStatus: "rejected" });
  await reject(tx, actor, capture, { now, reviewed: run.reviewed });
  return "completed";
}

async function reject(
  tx: Transaction,
  actor: Actor,
  capture: Capture,
  { now, reviewed }: { now: Date; reviewed: UndecidedCase | null },
): Promise<void> {
  const session = {
    id: capture.id,
    status: "completed" as const,
    is_sandbox: actor.scope.environment === "sandbox",
    created_at: instant(capture.createdAt),
    updated_at: instant(now),
    external_ref: capture.externalRef,
    fields: capture.held.fields,
  };
  const checks = await lastChecks(tx, capture);
  const result = {
    session_id: capture.id,
    status: "rejected" as const,
    created_at: instant(now),
    ...checkedParts(checks),
    processing_mode: "manual",
    country_used: capture.country,
    rejection_reason: "The organization's own system rejected the session.",
    rejection_reason_code: "other",
    extracted_data: extractedIn(checks),
  };
  await concludeSession(
    tx,
    actor,
    capture,
    { session, result },
    { documentType: statedDocumentType(capture), reviewed, by: "external-decision", now },
  );
}
