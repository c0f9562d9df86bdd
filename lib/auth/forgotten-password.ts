import "server-only";
import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import type { RequestOrigin } from "@/lib/actor/actor";
import { mintActor } from "@/lib/actor/mint";
import { accountAddress } from "@/lib/auth/address";
import { nameOf, throttleCaller } from "@/lib/auth/throttle";
import { recordEvent } from "@/lib/events/record";
import { isMailAddress } from "@/lib/format/contact";
import { instant } from "@/lib/format/instant";
import { dropMails, queueMail } from "@/lib/mail/queue";
import { db } from "@/lib/platform/db";
import { AppError } from "@/lib/platform/errors";
import { isMailOn } from "@/lib/platform/mail";
import { consume } from "@/lib/platform/rate-limit";
import { sayFailure } from "@/lib/platform/unavailable";
import { storePasswordLink } from "@/lib/team/password-link";

export const forgottenInput = z.strictObject({
  email: z.string().trim().min(3).max(254).transform(accountAddress),
});

/** The same answer to everybody. */
export const forgottenDto = z.object({ status: z.literal("accepted") });

const perCaller = { name: "forgotten_caller", points: 20, seconds: 3600 };
/** Mails to one address. More are not sent, and nobody is told: else the limit would say that there is an account. */
const perAddress = { name: "forgotten_address", points: 3, seconds: 3600 };

/** Every answer takes at least this long, so that its duration does not say whether there is an account. */
const answerMs = 250;

/**
 * Mails a link for a new password to a member who has forgotten it. The answer is the same, and takes as long, whether
 * there is an account or not.
 * @throws AppError not_found without a mail server; rate_limited by the caller's network
 */
export async function askPasswordLink(
  { email }: z.infer<typeof forgottenInput>,
  request: RequestOrigin,
): Promise<z.infer<typeof forgottenDto>> {
  if (!isMailOn()) throw new AppError("not_found", "Ask an admin for a password link.");
  await throttleCaller(request, perCaller);
  const answered = sleep(answerMs);
  // What fails with an account must not show either.
  const work = mailLink(email, request).catch((error) => sayFailure(error, "forgotten password"));
  await Promise.all([answered, Promise.race([work, sleep(answerMs)])]);
  return { status: "accepted" };
}

async function mailLink(email: string, request: RequestOrigin): Promise<void> {
  const isTooOften = await consume(perAddress, await nameOf(email)).then(
    () => false,
    () => true,
  );
  if (isTooOften || !isMailAddress(email)) return;
  await db.$transaction(async (tx) => {
    await tx.$queryRaw`SELECT 1 FROM members WHERE email = ${email} FOR UPDATE`;
    const member = await tx.member.findUnique({
      where: { email, removedAt: null },
      include: { organization: { select: { id: true } } },
    });
    if (!member) return;
    const { organizationPk, pk: memberPk, id, name, language } = member;
    const scope = { organizationPk, organizationId: member.organization.id, environment: "live" as const };
    const link = await storePasswordLink(tx, { organizationPk, memberPk, madeBy: null });
    await dropMails(tx, organizationPk, [`forgotten/${id}`]);
    await queueMail(tx, scope, {
      kind: "forgotten_password",
      facts: { url: link.url, until: instant(link.expiresAt) },
      to: { address: email, name, language },
      aboutId: `forgotten/${id}`,
      expiresAt: link.expiresAt,
    });
    // Whoever asked is not known, so it is not the member who acts.
    const actor = mintActor({
      ...{ kind: "public", id: "sign-in-page", name: "sign-in page", scope },
      ...{ permissions: new Set(), request },
    });
    await recordEvent(tx, actor, {
      type: "member.password-link-made",
      metadata: {},
      resource: { type: "member", id },
    });
  });
}
