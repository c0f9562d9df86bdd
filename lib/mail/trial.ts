import "server-only";
import type { z } from "zod";
import { type Actor, authorize } from "@/lib/actor/actor";
import { testMail } from "@/lib/mail/compose";
import { deliver } from "@/lib/mail/deliver";
import { messageIdOf } from "@/lib/mail/queue";
import { contactColumns } from "@/lib/organization/load";
import type { testMailAnswer } from "@/lib/organization/schema";
import { db } from "@/lib/platform/db";
import { AppError } from "@/lib/platform/errors";
import { newId } from "@/lib/platform/id";
import { isMailOn } from "@/lib/platform/mail";

/**
 * Sends a test mail to the acting member at once, and returns what the mail server said.
 * @throws AppError not_found for a member who was removed; conflict without a mail server
 */
export async function sendTestMail(actor: Actor): Promise<z.infer<typeof testMailAnswer>> {
  authorize(actor, "settings:update");
  const { organizationPk } = actor.scope;
  const member = await db.member.findFirst({ where: { organizationPk, id: actor.id, removedAt: null } });
  if (!member) throw new AppError("not_found", "Member not found.");
  if (!isMailOn())
    throw new AppError("conflict", "No mail server is set. The operator sets SMTP_URL and MAIL_FROM.");
  const organization = await db.organization.findUniqueOrThrow({
    where: { pk: organizationPk },
    select: contactColumns,
  });
  const { email, name, language } = member;
  const { result, answer } = await deliver({
    messageId: messageIdOf(newId("mail")),
    from: organization,
    to: { name, address: email },
    ...testMail({ organization, name, language }),
  });
  return { to: email, isSent: result === "sent", answer };
}
