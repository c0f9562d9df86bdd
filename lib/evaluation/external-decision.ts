import "server-only";
import { type Actor, authorize, inScope } from "@/lib/actor/actor";
import { type Capture, lockCapture } from "@/lib/captures/load";
import { statedDocumentType } from "@/lib/captures/submit";
import { concludeSession } from "@/lib/evaluation/conclude";
import { recordEvent } from "@/lib/events/record";
import { instant } from "@/lib/format/instant";
import { db, type Transaction } from "@/lib/platform/db";
import { AppError } from "@/lib/platform/errors";
import { belowSession, keyOf } from "@/lib/platform/scope";
import type { ExternalDto, ExternalInput } from "@/lib/workflow/schema";
import { endRun } from "@/lib/workflow/write";

const said = {
  continue: "The checks run again, and the rules go on behind the gate.",
  fail: "The session has failed.",
  reject: "The session was rejected.",
} as const;

/**
 * Takes the customer's own decision about a session that waits for it.
 * @throws AppError not_found; conflict when the session waits for no decision, also when one has come already
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
    await recordEvent(tx, actor, {
      type: "session.external-decision",
      metadata: { runId: run.id, decision },
      resource: { type: "session", id: sessionId },
    });
    return apply(tx, actor, withDecision(capture, input), { ...run, decision });
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
  run: { pk: bigint; decision: ExternalInput["decision"] },
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
      data: { status: "failed", terminalAt: now, updatedAt: now, sealed },
      select: { pk: true },
    });
    return "failed";
  }
  await endRun(tx, actor, run, { status: "completed", finalStatus: "rejected" });
  await reject(tx, actor, capture, now);
  return "completed";
}

async function reject(tx: Transaction, actor: Actor, capture: Capture, now: Date): Promise<void> {
  const { processingAttempts } = await tx.session.findUniqueOrThrow({
    where: keyOf(capture),
    select: { processingAttempts: true },
  });
  const session = {
    id: capture.id,
    status: "completed" as const,
    is_sandbox: actor.scope.environment === "sandbox",
    created_at: instant(capture.createdAt),
    updated_at: instant(now),
    external_ref: capture.externalRef,
    fields: capture.held.fields,
  };
  const result = {
    session_id: capture.id,
    status: "rejected" as const,
    created_at: instant(now),
    processing_mode: "manual",
    country_used: capture.country,
    rejection_reason: "The organization's own system rejected the session.",
    rejection_reason_code: "other",
    extracted_data: {},
  };
  await concludeSession(
    tx,
    actor,
    capture,
    { session, result },
    { documentType: statedDocumentType(capture), processingAttempts: (processingAttempts ?? 0) + 1, now },
  );
}
