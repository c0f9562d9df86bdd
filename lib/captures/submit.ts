import "server-only";
import { type Actor, authorize } from "@/lib/actor/actor";
import { documentTypesOf } from "@/lib/captures/documents";
import { type Capture, endLinks, lockCapture } from "@/lib/captures/load";
import { neededDocuments, takesDocuments } from "@/lib/captures/policy";
import type { SubmittedDto } from "@/lib/captures/schema";
import type { SessionStatus } from "@/lib/contract/vocabulary";
import { recordEvent } from "@/lib/events/record";
import { db, type Transaction } from "@/lib/platform/db";
import { AppError } from "@/lib/platform/errors";
import { keyOf } from "@/lib/platform/scope";
import { askedChecks } from "@/lib/workflow/policy";
import { queueRun } from "@/lib/workflow/write";

const messages: Partial<Record<SessionStatus, string>> = {
  processing: "The session was submitted. Its checks are running.",
  sandbox_pending: "The session was submitted. Its checks are running; choose the outcome with simulate.",
};

/**
 * Submits a session whose documents are complete, and queues its evaluation. Repeating it changes nothing.
 * @throws AppError not_found; conflict when it is restricted; bad_request when it is not being captured;
 * validation_error naming the documents that are missing
 */
export async function submitSession(actor: Actor, input: { sessionId: string }): Promise<SubmittedDto> {
  authorize(actor, "sessions:update");
  return submitCapture(actor, input.sessionId);
}

/** {@link submitSession} for an actor that has been authorized otherwise. */
export async function submitCapture(actor: Actor, sessionId: string): Promise<SubmittedDto> {
  const isSandbox = actor.scope.environment === "sandbox";
  const status = await db.$transaction(async (tx) => {
    const capture = await lockCapture(tx, actor, sessionId);
    if (messages[capture.state]) return capture.state;
    if (!takesDocuments(capture.state))
      throw new AppError("bad_request", `This session is ${capture.state}. It cannot be submitted.`);
    return submit(tx, actor, capture, isSandbox ? "sandbox_pending" : "processing");
  });
  return { id: sessionId, status, isSandbox, message: messages[status] ?? "" };
}

/** The type of document that a session is about, as far as it was said: a word of the contract. */
export const statedDocumentType = ({ documentType, held }: Capture): string | null => {
  const stated = documentType ?? held.fields?.document_type;
  // The column is not sealed, so that it takes words of a vocabulary and no free text.
  return typeof stated === "string" && /^[a-z][a-z0-9_]{0,63}$/.test(stated) ? stated : null;
};

async function submit(
  tx: Transaction,
  actor: Actor,
  capture: Capture,
  status: "processing" | "sandbox_pending",
): Promise<SessionStatus> {
  const { checkOverrides } = await tx.session.findUniqueOrThrow({
    where: keyOf(capture),
    select: { checkOverrides: true },
  });
  const documents = await documentTypesOf(tx, capture);
  const documentType = statedDocumentType(capture);
  refuseMissing(neededDocuments(documentType, askedChecks(checkOverrides)), documents);
  const now = new Date();
  await endLinks(tx, capture, now, { keepsGrant: true });
  const { captureUrl: _, ...held } = capture.held;
  const extra = { ...held.extra, submitted_at: now.toISOString() };
  await tx.session.update({
    where: keyOf(capture),
    data: {
      status,
      documentType,
      updatedAt: now,
      sealed: capture.cipher.seal("session", capture.id, { ...held, extra }),
    },
    select: { pk: true },
  });
  const runId = await queueRun(tx, capture, { cause: "submit" });
  await recordEvent(tx, actor, {
    type: "session.submitted",
    metadata: { runId, documents },
    resource: { type: "session", id: capture.id },
  });
  return status;
}

function refuseMissing(needed: readonly string[], given: readonly string[]): void {
  const missing = needed.filter((each) => !given.includes(each));
  if (missing.length === 0) return;
  throw new AppError("validation_error", `Documents are missing: ${missing.join(", ")}.`, {
    fields: missing.map((field) => ({ field, message: "is missing" })),
  });
}
