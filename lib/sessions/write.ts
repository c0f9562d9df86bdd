import "server-only";
import type { z } from "zod";
import { type Actor, authorize, inScope } from "@/lib/actor/actor";
import { sessionMetadata } from "@/lib/contract/metadata";
import { pickFields } from "@/lib/contract/result";
import { piiFields } from "@/lib/contract/vocabulary";
import { recordEvent } from "@/lib/events/record";
import { instant } from "@/lib/format/instant";
import { db, type Transaction } from "@/lib/platform/db";
import { AppError } from "@/lib/platform/errors";
import { belowSession, keyOf } from "@/lib/platform/scope";
import { cipherOf, openSession, requireSession, type SessionFacts } from "@/lib/records/open";
import { openingOf, openMinutes } from "@/lib/records/opening";
import { endLeftFields, restateIdentity, tellUpserted, upsertIdentity } from "@/lib/sessions/identities";
import { lockSession } from "@/lib/sessions/load";
import { readOpened } from "@/lib/sessions/read";
import type {
  OpeningDto,
  OpeningInput,
  RevealedDto,
  RevealInput,
  SessionDto,
  updateSessionInput,
} from "@/lib/sessions/schema";

/**
 * Reveals masked values to a person. The event is written before the answer, so no reveal is unrecorded.
 * @throws AppError not_found when there is nothing to show or its sensitive window has closed
 */
export async function revealPii(
  actor: Actor,
  input: RevealInput & { sessionId: string },
): Promise<RevealedDto> {
  authorize(actor, "pii:reveal");
  const session = await openSession(actor, input.sessionId, "read");
  if (session.isExpired) {
    throw new AppError("not_found", "The personal data of this session is no longer available.");
  }
  const [row, result] = await Promise.all([
    db.session.findUniqueOrThrow({
      where: { scoped: { ...inScope(actor), pk: session.pk } },
      select: { sealed: true },
    }),
    db.result.findUnique({ where: { ofSession: { ...inScope(actor), sessionPk: session.pk } } }),
  ]);
  const fields = piiFields.filter((field) => input.fields.includes(field));
  const opened = session.shown.open("session", session.id, row.sealed);
  const extracted = result && session.shown.open("result", session.id, result.sealed);
  if (fields.length > 0 && (!extracted || result.sensitiveDataExpired))
    throw new AppError("not_found", "This session has no extracted data.");
  await recordEvent(db, actor, {
    type: "pii.revealed",
    metadata: { fields: input.fields },
    resource: { type: "session", id: session.id },
  });
  return {
    sessionId: session.id,
    extractedData: extracted ? pickFields(extracted.extractedData, fields) : {},
    ...(input.fields.includes("consent_ip") && { consentIp: opened?.consentIp ?? null }),
    ...(input.fields.includes("metadata") && { metadata: opened?.metadata ?? {} }),
  };
}

/**
 * Opens a restricted session for half an hour to the person who gives a reason. The log records the reason.
 * @throws AppError not_found; conflict when it is not restricted
 */
export async function openRestricted(
  actor: Actor,
  input: OpeningInput & { sessionId: string },
): Promise<OpeningDto> {
  authorize(actor, "sessions:read-restricted");
  const session = await requireSession(actor, input.sessionId, "answer");
  if (!session.isRestricted)
    throw new AppError("conflict", "This session is not restricted. Open it without a reason.");
  const expiresAt = new Date(Date.now() + openMinutes * 60_000);
  const opening = { ...belowSession(session), memberId: actor.id, expiresAt };
  await db.$transaction(async (tx) => {
    await tx.sessionOpening.upsert({
      where: openingOf(session, actor.id),
      create: opening,
      update: { expiresAt },
    });
    await recordEvent(tx, actor, {
      type: "session.restricted-opened",
      metadata: { reason: input.reason },
      resource: { type: "session", id: session.id },
    });
  });
  return { sessionId: session.id, openUntil: instant(expiresAt) };
}

type Update = z.output<typeof updateSessionInput> & { sessionId: string };

/**
 * Changes what the customer itself says of a session: its reference and its metadata. A completed session goes to the
 * identity of its new reference.
 * @throws AppError not_found; conflict when it is restricted; validation_error when it is redacted, or the merged
 * metadata is larger than the contract allows
 */
export async function updateSession(actor: Actor, input: Update): Promise<SessionDto> {
  authorize(actor, "sessions:update");
  await db.$transaction(async (tx) => {
    const session = await lockSession(tx, actor, input.sessionId);
    if (session.retentionStatus === "redacted")
      throw new AppError("validation_error", "This session has been redacted. It cannot be changed.");
    const sealed = input.metadata && (await mergedMetadata(tx, actor, session, input.metadata));
    const { externalRef } = input;
    const isRenamed = externalRef !== undefined && externalRef !== session.externalRef;
    const fields = [...(isRenamed ? ["external_ref"] : []), ...(sealed ? ["metadata"] : [])];
    if (fields.length === 0) return;
    const data = { updatedAt: new Date(), ...(sealed && { sealed }) };
    await tx.session.update({ where: keyOf(session), data, select: { pk: true } });
    if (isRenamed) await rename(tx, actor, session, externalRef);
    await recordEvent(tx, actor, {
      type: "session.updated",
      metadata: { fields },
      resource: { type: "session", id: session.id },
    });
  });
  return readOpened(actor, await openSession(actor, input.sessionId, "read"));
}

/** @returns the sealed column with the merged metadata; undefined when the merge changes nothing */
async function mergedMetadata(
  tx: Transaction,
  actor: Actor,
  session: SessionFacts,
  given: Record<string, unknown>,
) {
  const cipher = await cipherOf(actor, "session", session);
  const { sealed } = await tx.session.findUniqueOrThrow({
    where: keyOf(session),
    select: { sealed: true },
  });
  const opened = cipher.open("session", session.id, sealed) ?? {};
  const before = opened.metadata ?? {};
  const merged = Object.entries({ ...before, ...given }).filter(
    ([key]) => given[key] !== null || !(key in given),
  );
  const metadata = Object.fromEntries(merged);
  if (JSON.stringify(metadata) === JSON.stringify(before)) return undefined;
  const checked = sessionMetadata.safeParse(metadata);
  if (!checked.success) {
    const [message = ""] = checked.error.issues.map((issue) => issue.message);
    throw new AppError("validation_error", `metadata: ${message}`, {
      fields: [{ field: "metadata", message }],
    });
  }
  return cipher.seal("session", session.id, { ...opened, metadata });
}

/** Gives a session another reference, and with it the identity of that reference. */
async function rename(tx: Transaction, actor: Actor, session: SessionFacts, externalRef: string | null) {
  const { createdAt, status, resultStatus, terminalAt, identityPk: left } = session;
  const identity = await upsertIdentity(tx, actor, {
    externalRef,
    isCompleted: status === "completed",
    resultStatus,
    createdAt,
    // As an import counts it: a later session of this identity still decides its status.
    updatedAt: terminalAt ?? createdAt,
  });
  await tx.session.update({
    where: keyOf(session),
    data: { externalRef, identityPk: identity?.pk ?? null },
    select: { pk: true },
  });
  await tellUpserted(tx, actor, identity, session.pk);
  if (left === null || left === identity?.pk) return;
  await restateIdentity(tx, actor, left);
  await endLeftFields(tx, actor, left);
}
