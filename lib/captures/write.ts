import "server-only";
import { type Actor, authorize, inScope } from "@/lib/actor/actor";
import { toCreatedDto } from "@/lib/captures/dto";
import { type Capture, creatorOf, endLinks, sessionCreation } from "@/lib/captures/load";
import { tokenMinutes } from "@/lib/captures/policy";
import { describeCreated } from "@/lib/captures/read";
import { requireMail, sendInvite } from "@/lib/captures/resend-invite";
import type { CreatedSessionDto, CreateSessionInput } from "@/lib/captures/schema";
import { captureUrlOf } from "@/lib/contract/capture-url";
import type { SessionStatus } from "@/lib/contract/vocabulary";
import { recordEvent } from "@/lib/events/record";
import { discardUnused } from "@/lib/imports/session";
import { digest, newToken } from "@/lib/platform/crypto";
import { db, type Transaction } from "@/lib/platform/db";
import { newId } from "@/lib/platform/id";
import { consumeByBlock } from "@/lib/platform/rate-limit";
import { belowSession, keyOf } from "@/lib/platform/scope";
import { upsertIdentity } from "@/lib/sessions/identities";
import { createdSource } from "@/lib/sessions/policy";
import { blindIndexesOf, type Digest, indexVersion } from "@/lib/vault/blind-index";
import { createDataKey, type DataKey } from "@/lib/vault/data-keys";
import { queueWebhooks } from "@/lib/webhooks/write";

/** Makes a token and its link. Only the digest of the token is stored with the link. */
function newLink(minutes: number, now: Date) {
  const token = newToken();
  const expiresAt = new Date(now.getTime() + minutes * 60_000);
  return {
    captureUrl: captureUrlOf(token),
    link: {
      id: newId("otl"),
      status: "active" as const,
      tokenDigest: Uint8Array.from(digest(token)),
      createdAt: now,
      expiresAt,
    },
  };
}

type NewLink = ReturnType<typeof newLink>;

/**
 * Creates a session and its capture token, which is valid for 20 minutes. A session under the reference of an identity
 * belongs to it; otherwise its completion creates the identity. The key is written before the row: if the process is
 * killed in between, the sweep removes the unused key.
 * @throws AppError validation_error when a mail is wanted and there is no mail server; rate_limited when the
 * organization creates too many sessions
 */
export async function createSession(actor: Actor, input: CreateSessionInput): Promise<CreatedSessionDto> {
  authorize(actor, "sessions:create");
  if (input.sendEmail) requireMail();
  await consumeByBlock(sessionCreation(), creatorOf(actor));
  const now = new Date();
  const id = newId("ses");
  const made = newLink(tokenMinutes, now);
  const dataKey = await createDataKey(actor.scope, "session", id);
  const indexes = await blindIndexesOf(actor.scope.organizationId, { fields: input.fields });
  const row = rowOf(actor, id, input, made, dataKey);
  const writing = db.$transaction((tx) => insert(tx, actor, row, { input, made, indexes }));
  await writing.catch(async (error) => {
    await discardUnused(actor, dataKey.id).catch(() => undefined);
    throw error;
  });
  return toCreatedDto({ ...row, captureUrl: made.captureUrl, tags: input.tags ?? [] });
}

/** The columns of a new session. */
function rowOf(actor: Actor, id: string, input: CreateSessionInput, made: NewLink, dataKey: DataKey) {
  const { captureUrl, link } = made;
  const { metadata, fields, redirectUrl, sendEmail, applicantName } = input;
  const extra = {
    ...(redirectUrl && { redirect_url: redirectUrl }),
    ...(applicantName && { applicant_name: applicantName }),
    ...(sendEmail && { send_email: true, invites_sent: 1 }),
  };
  return {
    ...inScope(actor),
    id,
    status: "pending" as const,
    externalRef: input.externalRef ?? null,
    country: input.country ?? null,
    checkOverrides: input.checks ?? [],
    workflowId: input.workflowId ?? null,
    tokenExpiresAt: link.expiresAt,
    createdAt: link.createdAt,
    updatedAt: link.createdAt,
    source: createdSource,
    dataKeyId: dataKey.id,
    indexVersion,
    sealed: dataKey.cipher.seal("session", id, { metadata, fields, captureUrl, extra }),
  };
}

type NewRow = ReturnType<typeof rowOf>;

async function insert(
  tx: Transaction,
  actor: Actor,
  row: NewRow,
  { input, made, indexes }: { input: CreateSessionInput; made: NewLink; indexes: Digest[] },
): Promise<void> {
  const { link, captureUrl: url } = made;
  const { id, externalRef, createdAt, updatedAt } = row;
  const facts = { externalRef, isCompleted: false, resultStatus: null, createdAt, updatedAt };
  const identity = await upsertIdentity(tx, actor, facts);
  const { pk: sessionPk } = await tx.session.create({
    data: { ...row, identityPk: identity?.pk ?? null },
    select: { pk: true },
  });
  const below = { ...inScope(actor), sessionPk };
  await tx.oneTimeLink.create({ data: { ...below, ...link }, select: { pk: true } });
  await tx.sessionTag.createMany({
    data: (input.tags ?? []).map((tag, position) => ({ ...below, tag, position, createdAt, id })),
  });
  await tx.blindIndex.createMany({ data: indexes.map((each) => ({ ...below, ...each })) });
  await recordEvent(tx, actor, {
    type: "session.created",
    metadata: { prefilled: Object.keys(input.fields ?? {}).length },
    resource: { type: "session", id },
  });
  const { sendEmail, fields, applicantName } = input;
  if (sendEmail) {
    const to = { email: String(fields?.email), name: applicantName ?? "" };
    await sendInvite(tx, actor, { sessionId: id, ...to, url, until: link.expiresAt, count: 1 });
  }
  const subject = { pk: sessionPk, id, externalRef, status: row.status };
  await queueWebhooks(tx, actor, ["session.created"], subject);
}

/** Describes a session that a repeated call has created before. The token is told as long as it is the session's. */
export const retellCreated = (actor: Actor, { id }: { id: string }): Promise<CreatedSessionDto> =>
  describeCreated(actor, id);

/**
 * Gives a locked session a new link; the one before works no more. A session whose token had expired is pending again.
 * @param minutes how long it is valid
 * @returns the link, its address, and the status of the session
 */
export async function issueLink(tx: Transaction, capture: Capture, minutes: number, status: SessionStatus) {
  const now = new Date();
  const { captureUrl, link } = newLink(minutes, now);
  await endLinks(tx, capture, now);
  await tx.oneTimeLink.create({ data: { ...belowSession(capture), ...link }, select: { pk: true } });
  // What is captured from now on is new: its retention does not count from an end that was before.
  if (capture.state === "expired")
    await tx.workflowRun.updateMany({
      where: { ...belowSession(capture), endedBefore: { not: null } },
      data: { endedBefore: null },
    });
  await tx.session.update({
    where: keyOf(capture),
    data: {
      status,
      tokenExpiresAt: link.expiresAt,
      updatedAt: now,
      ...(capture.state === "expired" && { terminalAt: null }),
      sealed: capture.cipher.seal("session", capture.id, { ...capture.held, captureUrl }),
    },
    select: { pk: true },
  });
  return { link, captureUrl };
}
