import "server-only";
import type { Actor } from "@/lib/actor/actor";
import { inviteOf } from "@/lib/captures/policy";
import type { SessionStatus } from "@/lib/contract/vocabulary";
import { dropMails } from "@/lib/mail/queue";
import type { Transaction } from "@/lib/platform/db";
import { env } from "@/lib/platform/env";
import { AppError } from "@/lib/platform/errors";
import type { RateLimit } from "@/lib/platform/rate-limit";
import { belowSession, keyOf, type Scope } from "@/lib/platform/scope";
import { cipherOf, type SessionFacts } from "@/lib/records/open";
import { lockSession } from "@/lib/sessions/load";
import { createdSource, statusAt } from "@/lib/sessions/policy";
import type { RecordCipher } from "@/lib/vault/cipher";
import type { Sealed } from "@/lib/vault/sealed";

/** A session whose capture is to change, locked until the transaction ends. */
export type Capture = SessionFacts & {
  cipher: RecordCipher;
  held: Sealed["session"];
  /** Its status now, even before a job has written down that its token expired. */
  state: SessionStatus;
};

/**
 * Locks a session whose capture is to change. A session of a source is captured there: a change here would refuse what
 * the source sends next.
 * @param options.isEnding it only ends, which it may also when its sensitive data has expired
 * @throws AppError not_found; conflict when it is restricted; bad_request when it came from a source, or its data has
 * expired or is redacted
 */
export async function lockCapture(
  tx: Transaction,
  actor: Actor,
  sessionId: string,
  { isEnding = false } = {},
): Promise<Capture> {
  const session = await lockSession(tx, actor, sessionId);
  const cipher = await cipherOf(actor, "session", session);
  if (session.retentionStatus === "redacted" || cipher.isDestroyed)
    throw new AppError("bad_request", "This session has been redacted. It cannot be captured.");
  if (session.source !== createdSource)
    throw new AppError("bad_request", "This session was not created here. Its source captures it.");
  if (session.retentionStatus !== "active" && !isEnding)
    throw new AppError(
      "bad_request",
      "The sensitive data of this session has expired. Create a new session.",
    );
  const { sealed, tokenExpiresAt } = await tx.session.findUniqueOrThrow({
    where: keyOf(session),
    select: { sealed: true, tokenExpiresAt: true },
  });
  const held = cipher.open("session", session.id, sealed) ?? {};
  const state = statusAt({ ...session, tokenExpiresAt }, new Date());
  return { ...session, cipher, held, state };
}

/** Ends the links of a session whose time is over, and what the browsers that opened them may do. */
export async function expireLinks(
  tx: Transaction,
  session: Scope & { pk: bigint },
  now: Date,
): Promise<void> {
  const lapsed = { ...belowSession(session), expiresAt: { lte: now } };
  await tx.oneTimeLink.updateMany({ where: { ...lapsed, status: "active" }, data: { status: "expired" } });
  const granted = { ...lapsed, grantDigest: { not: null } };
  await tx.oneTimeLink.updateMany({ where: granted, data: { grantDigest: null } });
}

/**
 * Ends all links of a session: those whose time is over have expired, the others are revoked. A mail that waits to be
 * sent has a link that no longer works.
 * @param keepsGrant lets the browser that opened the last one read what became of it, until its time is over
 */
export async function endLinks(
  tx: Transaction,
  session: Scope & { pk: bigint; id: string },
  now: Date,
  { keepsGrant = false } = {},
): Promise<void> {
  await expireLinks(tx, session, now);
  const where = { ...belowSession(session), status: "active" as const };
  await tx.oneTimeLink.updateMany({ where, data: { status: "revoked" } });
  const granted = { ...belowSession(session), grantDigest: { not: null } };
  if (!keepsGrant) await tx.oneTimeLink.updateMany({ where: granted, data: { grantDigest: null } });
  await dropMails(tx, session.organizationPk, [inviteOf(session.environment, session.id)]);
}

/** Removes the mails about the capture of a session that is erased: their receiver is its person. */
export async function forgetInvites(
  tx: Pick<Transaction, "mail">,
  { organizationPk, environment, id }: Scope & { id: string },
): Promise<void> {
  await tx.mail.deleteMany({ where: { organizationPk, aboutId: inviteOf(environment, id) } });
}

/** What a webhook says of a session whose status has changed. */
export const subjectOf = ({ pk, id, externalRef }: SessionFacts, status: SessionStatus) => ({
  pk,
  id,
  externalRef,
  status,
});

/** Sessions that an organization creates in an environment. The contract limits them apart from other calls (§1.4). */
export const sessionCreation = (): RateLimit => ({
  name: "session_creation",
  points: env().API_SESSIONS_PER_MINUTE,
  seconds: 60,
});

/** What the sessions of an environment are counted under. */
export const creatorOf = ({ scope }: Pick<Actor, "scope">): string =>
  `${scope.organizationId}:${scope.environment}`;
