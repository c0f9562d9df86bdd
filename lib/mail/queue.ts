import "server-only";
import type { Language } from "@/lib/language/languages";
import type { MailFacts, MailKind } from "@/lib/mail/kinds";
import type { Transaction } from "@/lib/platform/db";
import { env } from "@/lib/platform/env";
import { newId } from "@/lib/platform/id";
import { isMailOn } from "@/lib/platform/mail";
import { sealMail } from "@/lib/vault/mail-facts";

/** Names a mail for good, so that a mailbox shows a second copy of it once. */
export const messageIdOf = (id: string) => `<${id}@${new URL(env().publicUrl).hostname}>`;

export type NewMail<K extends MailKind> = {
  kind: K;
  facts: MailFacts<K>;
  to: { address: string; name: string; language: Language };
  /** The invitation, member or endpoint that it is about. */
  aboutId: string;
  /** When it is of no use any more. */
  expiresAt: Date;
  /** Two mails with the same key are one. */
  onceKey?: string;
};

/**
 * Queues a mail with the change that it tells of: it is sent once the transaction is committed. Without a mail server
 * nothing is queued.
 * @returns its id; null when it was not queued
 */
export async function queueMail<K extends MailKind>(
  tx: Pick<Transaction, "mail">,
  organization: { organizationPk: bigint; organizationId: string },
  { kind, facts, to, aboutId, expiresAt, onceKey }: NewMail<K>,
): Promise<string | null> {
  if (!isMailOn()) return null;
  const id = newId("mail");
  const sealed = await sealMail(organization.organizationId, id, { name: to.name, facts });
  const { count } = await tx.mail.createMany({
    data: [
      {
        organizationPk: organization.organizationPk,
        ...{ id, kind, aboutId, expiresAt, onceKey: onceKey ?? null },
        recipient: to.address,
        language: to.language,
        sealed,
      },
    ],
    skipDuplicates: true,
  });
  return count === 1 ? id : null;
}

/** Takes back mails that are waiting: what they are about is no longer so. */
export async function dropMails(
  tx: Pick<Transaction, "mail">,
  organizationPk: bigint,
  aboutIds: readonly string[],
): Promise<void> {
  await tx.mail.deleteMany({ where: { organizationPk, aboutId: { in: [...aboutIds] }, state: "waiting" } });
}
