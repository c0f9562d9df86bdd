import "server-only";
import { daysAgo } from "@/lib/format/day";
import { composed, messageMail } from "@/lib/mail/compose";
import { deliver } from "@/lib/mail/deliver";
import { type MailKind, mailFacts, sealedMail } from "@/lib/mail/kinds";
import { messageIdOf } from "@/lib/mail/queue";
import { contactColumns } from "@/lib/organization/load";
import { db, type Transaction } from "@/lib/platform/db";
import type { Language } from "@/lib/platform/generated/enums";
import { log } from "@/lib/platform/log";
import { isMailOn, type MailOutcome, type MailPatience } from "@/lib/platform/mail";
import type { Job } from "@/lib/platform/queue";
import { acrossOrganizations } from "@/lib/platform/scope";
import type { Tick } from "@/lib/platform/tick";
import { openMail } from "@/lib/vault/mail-facts";

/** After how many seconds a mail that could not be sent is tried again, time after time; then it has failed. */
const retrySeconds = [30, 120, 600, 3_600, 14_400];
/** How many mails of one organization one process sends at once. */
const mostAtOnce = 5;
/** A worker that has not settled a mail after this was killed. */
const leaseSeconds = 120;
const keepDays = 30;

type Lane = { organizationPk: bigint; organizationId: string };
type Taken = {
  pk: bigint;
  id: string;
  kind: MailKind;
  aboutId: string | null;
  recipient: string;
  language: Language;
  sealed: Uint8Array;
  /** The number of this attempt, from 1. */
  number: number;
};

const findLanes = () => db.$queryRaw<Lane[]>`
  SELECT ${acrossOrganizations("mail.send")} o.pk AS "organizationPk", o.id AS "organizationId"
  FROM organizations o WHERE o.held_at IS NULL AND EXISTS (SELECT 1 FROM mails m WHERE m.organization_pk = o.pk AND m.state = 'waiting'
    AND m.next_attempt_at <= now() AND (m.leased_until IS NULL OR m.leased_until < now()))
  ORDER BY o.pk`;

const take = ({ organizationPk }: Lane) => db.$queryRaw<Taken[]>`
  UPDATE mails m SET attempts = attempts + 1, leased_until = now() + make_interval(secs => ${leaseSeconds})
  FROM (SELECT pk FROM mails WHERE organization_pk = ${organizationPk} AND state = 'waiting' AND next_attempt_at <= now()
      AND (leased_until IS NULL OR leased_until < now()) AND expires_at > now() AND sealed IS NOT NULL
    ORDER BY next_attempt_at, pk LIMIT ${mostAtOnce} FOR UPDATE SKIP LOCKED) due
  WHERE m.organization_pk = ${organizationPk} AND m.pk = due.pk
  RETURNING m.pk, m.id, m.kind::text AS kind, m.about_id AS "aboutId", m.recipient, m.language::text AS language, m.sealed, m.attempts AS number`;

/** Mails that have expired have failed, unless a worker is just sending them; what they said is forgotten. */
async function giveUpExpired({ organizationPk }: Lane): Promise<void> {
  const now = new Date();
  await db.$transaction(async (tx) => {
    const ended = await tx.mail.updateManyAndReturn({
      where: {
        organizationPk,
        state: "waiting",
        expiresAt: { lte: now },
        OR: [{ leasedUntil: null }, { leasedUntil: { lt: now } }],
      },
      data: { state: "failed", sealed: null, leasedUntil: null, endedAt: now },
      select: { kind: true, aboutId: true, answer: true },
    });
    for (const { kind, aboutId, answer } of ended)
      if (kind === "request_message")
        await tellMessage(tx, organizationPk, aboutId, { state: "refused", answer });
  });
}

/**
 * Tells the message that a mail sends how it ended, in the transaction of the mail: the mail itself is removed after
 * some days.
 */
async function tellMessage(
  tx: Pick<Transaction, "requestMessage">,
  organizationPk: bigint,
  id: string | null,
  data: { state: "queued" | "accepted" | "refused"; answer: string | null },
): Promise<void> {
  // What was erased with its request gets no words of a mail server again.
  if (id) await tx.requestMessage.updateMany({ where: { organizationPk, id, sealed: { not: null } }, data });
}

/** A tenth more or less, so that the mails of an outage do not all come back at the same moment. */
const withJitter = (seconds: number) => seconds * (0.9 + Math.random() * 0.2);

async function attempt(lane: Lane, mail: Taken, patience?: MailPatience): Promise<MailOutcome> {
  const { name, facts } = sealedMail.parse(await openMail(lane.organizationId, mail.id, mail.sealed));
  const organization = await db.organization.findUniqueOrThrow({
    where: { pk: lane.organizationPk },
    select: contactColumns,
  });
  const { kind, language, recipient: address } = mail;
  const said =
    kind === "request_message"
      ? messageMail(mailFacts[kind].parse(facts))
      : composed(kind, mailFacts[kind].parse(facts) as never, { organization, name, language });
  const messageId = messageIdOf(mail.id);
  return deliver({ messageId, from: organization, to: { name, address }, ...said }, patience);
}

async function settle({ organizationPk }: Lane, mail: Taken, outcome: MailOutcome): Promise<void> {
  const { pk, number, kind, aboutId } = mail;
  const { result, answer } = outcome;
  const delay = retrySeconds[number - 1];
  const isOver = result !== "later" || delay === undefined;
  const state = result === "sent" ? ("sent" as const) : isOver ? ("failed" as const) : ("waiting" as const);
  const told = { sent: "accepted", failed: "refused", waiting: "queued" } as const;
  await db.$transaction(async (tx) => {
    const { count } = await tx.mail.updateMany({
      where: { organizationPk, pk, state: "waiting", attempts: number },
      data: {
        state,
        answer,
        leasedUntil: null,
        ...(isOver
          ? { sealed: null, endedAt: new Date() }
          : { nextAttemptAt: new Date(Date.now() + withJitter(delay) * 1000) }),
      },
    });
    // Another worker has taken the mail since: how it ends is for that one to say.
    if (count === 0 || kind !== "request_message") return;
    await tellMessage(tx, organizationPk, aboutId, { state: told[state], answer });
  });
}

async function sendOne(lane: Lane, mail: Taken, patience?: MailPatience): Promise<void> {
  const outcome = await attempt(lane, mail, patience).catch((error): MailOutcome => {
    log.error({ err: error, mail: mail.id }, "mail not made");
    return { result: "later", answer: "The mail could not be made. The server's log says why." };
  });
  await settle(lane, mail, outcome);
}

/** Sends all mails that are due, and waits for their end. Several processes share the work. */
export async function sendDueMails(signal?: AbortSignal, patience?: MailPatience): Promise<void> {
  for (const lane of await findLanes()) {
    await giveUpExpired(lane);
    while (isMailOn() && !signal?.aborted) {
      const taken = await take(lane);
      if (taken.length === 0) break;
      await Promise.all(taken.map((mail) => sendOne(lane, mail, patience)));
    }
  }
}

export const sendMailsTick: Tick = {
  name: "mail.send",
  everySeconds: 2,
  run: (signal) => sendDueMails(signal),
};

/** Removes mails that ended some time ago: their addresses are personal data. */
async function removeOldMails(): Promise<void> {
  const organizations = await db.organization.findMany({ select: { pk: true } });
  for (const { pk: organizationPk } of organizations)
    await db.mail.deleteMany({ where: { organizationPk, endedAt: { lt: daysAgo(keepDays) } } });
}

export const removeOldMailsJob: Job = { name: "mail.remove-old", cron: "23 * * * *", run: removeOldMails };
