import "server-only";
import QRCode from "qrcode";
import { lockOwn, ownPerson } from "@/lib/account/read";
import type {
  CodeInput,
  ConfirmInput,
  FirstCodesDto,
  NewFactorDto,
  RecoveryCodesDto,
} from "@/lib/account/schema";
import { itself } from "@/lib/account/write";
import type { Actor } from "@/lib/actor/actor";
import { confirmPassword } from "@/lib/auth/confirm-password";
import { recordEvent } from "@/lib/events/record";
import { newTotp, replaceRecoveryCodes, settleSecondFactor, takeTotp } from "@/lib/members/second-factor";
import { db } from "@/lib/platform/db";
import { AppError } from "@/lib/platform/errors";

const already = () => new AppError("conflict", "An authenticator app is set up already. Remove it first.");
const none = () => new AppError("conflict", "No authenticator app is set up.");

/**
 * Begins to set up an authenticator app. Until a code is confirmed, sign-in does not ask for one; another call
 * replaces the secret.
 * @throws AppError validation_error for a wrong password; conflict when an app is set up
 */
export async function beginFactor(actor: Actor, input: ConfirmInput): Promise<NewFactorDto> {
  const person = ownPerson(actor);
  await confirmPassword(person, input.currentPassword, "currentPassword");
  const { secret, uri } = await db.$transaction(async (tx) => {
    const member = await lockOwn(tx, person);
    if (member.totpSince) throw already();
    const { sealed, ...made } = await newTotp(member);
    const data = { totpSealed: sealed, totpStep: null };
    await tx.member.update({ where: { pk: member.pk }, data, select: { pk: true } });
    return made;
  });
  return { secret, uri, qrCode: await QRCode.toDataURL(uri, { margin: 2, scale: 5 }) };
}

/**
 * Ends the set-up with a code of the app. From now on sign-in asks for one.
 * @returns recovery codes, shown once, when this is the first second factor
 * @throws AppError validation_error for a wrong code; conflict when nothing is being set up
 */
export async function confirmFactor(actor: Actor, { code }: CodeInput): Promise<FirstCodesDto> {
  const person = ownPerson(actor);
  const recoveryCodes = await db.$transaction(async (tx) => {
    const member = await lockOwn(tx, person);
    if (member.totpSince) throw already();
    if (!member.totpSealed) throw none();
    if (!(await takeTotp(tx, member, code)))
      throw new AppError("validation_error", "This code is wrong.", {
        fields: [{ field: "code", message: "is wrong or was used. Wait for the next code of the app" }],
      });
    await tx.member.update({
      where: { pk: member.pk },
      data: { totpSince: new Date() },
      select: { pk: true },
    });
    await recordEvent(tx, person, {
      type: "member.second-factor-added",
      metadata: {},
      resource: itself(person),
    });
    return settleSecondFactor(tx, member);
  });
  return { recoveryCodes };
}

/**
 * Removes the actor's own authenticator app, and the recovery codes unless a passkey remains.
 * @throws AppError validation_error for a wrong password; conflict when none is set up
 */
export async function removeFactor(actor: Actor, input: ConfirmInput): Promise<{ status: "removed" }> {
  const person = ownPerson(actor);
  await confirmPassword(person, input.currentPassword, "currentPassword");
  await db.$transaction(async (tx) => {
    const member = await lockOwn(tx, person);
    if (!member.totpSince) throw none();
    const data = { totpSealed: null, totpSince: null, totpStep: null };
    await tx.member.update({ where: { pk: member.pk }, data, select: { pk: true } });
    await settleSecondFactor(tx, member);
    await recordEvent(tx, person, {
      type: "member.second-factor-removed",
      metadata: { by: "member" },
      resource: itself(person),
    });
  });
  return { status: "removed" };
}

/**
 * Replaces the actor's own recovery codes; the old ones no longer work.
 * @throws AppError validation_error for a wrong password; conflict without a second factor
 */
export async function renewRecoveryCodes(actor: Actor, input: ConfirmInput): Promise<RecoveryCodesDto> {
  const person = ownPerson(actor);
  await confirmPassword(person, input.currentPassword, "currentPassword");
  const recoveryCodes = await db.$transaction(async (tx) => {
    const member = await lockOwn(tx, person);
    if (!member.secondFactorSince) throw new AppError("conflict", "No second factor is set up.");
    const made = await replaceRecoveryCodes(tx, member);
    await recordEvent(tx, person, {
      type: "member.recovery-codes-made",
      metadata: { count: made.length },
      resource: itself(person),
    });
    return made;
  });
  return { recoveryCodes };
}
