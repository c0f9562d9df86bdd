import "server-only";
import { lockOwn, ownPerson } from "@/lib/account/read";
import type { MeDto, MeInput, PasswordDto, PasswordInput } from "@/lib/account/schema";
import type { Actor, Person } from "@/lib/actor/actor";
import { confirmPassword } from "@/lib/auth/confirm-password";
import { refuseGuessable } from "@/lib/auth/password-rule";
import { recordEvent } from "@/lib/events/record";
import { endSignIns } from "@/lib/members/sign-ins";
import { db } from "@/lib/platform/db";
import { AppError } from "@/lib/platform/errors";
import { hashPassword } from "@/lib/platform/password";

/** The account as the resource of an event. */
export const itself = (person: Person) => ({ type: "member" as const, id: person.id });

const ownFields = ["name", "language", "timeZone", "dailyMail"] as const;

/** Changes what members set of their own account: name, language, time zone and daily mail. */
export async function updateMe(actor: Actor, input: MeInput): Promise<MeDto> {
  const person = ownPerson(actor);
  return db.$transaction(async (tx) => {
    const { pk, name, language, timeZone, dailyMail } = await lockOwn(tx, person);
    const before = { name, language, timeZone, dailyMail };
    const after = {
      name: input.name ?? name,
      language: input.language ?? language,
      timeZone: input.timeZone ?? timeZone,
      dailyMail: input.dailyMail ?? dailyMail,
    };
    const changes = Object.fromEntries(
      ownFields
        .filter((field) => before[field] !== after[field])
        .map((field) => [field, { before: before[field], after: after[field] }]),
    );
    if (Object.keys(changes).length > 0) {
      await tx.member.update({ where: { pk }, data: after, select: { pk: true } });
      const event = { type: "settings.updated" as const, metadata: { changes }, resource: itself(person) };
      await recordEvent(tx, person, event);
    }
    return { id: person.id, ...after };
  });
}

/**
 * Changes the actor's own password, and ends their sign-ins in other browsers.
 * @throws AppError validation_error when the current password is wrong, or the new one is easily guessed or the same
 */
export async function changePassword(actor: Actor, input: PasswordInput): Promise<PasswordDto> {
  const person = ownPerson(actor);
  if (input.newPassword === input.currentPassword)
    throw new AppError("validation_error", "The new password is the current one.", {
      fields: [{ field: "newPassword", message: "must differ from the current password" }],
    });
  await confirmPassword(person, input.currentPassword, "currentPassword");
  await refuseGuessable(input.newPassword, person.member, "newPassword");
  const passwordHash = await hashPassword(input.newPassword);
  const endedSignIns = await db.$transaction(async (tx) => {
    const { pk, organizationPk } = await lockOwn(tx, person);
    await tx.member.update({ where: { pk }, data: { passwordHash }, select: { pk: true } });
    // A link that was made before would set the password once more.
    await tx.passwordLink.deleteMany({ where: { organizationPk, memberPk: pk, usedAt: null } });
    const ended = await endSignIns(tx, pk, person.signInId);
    await recordEvent(tx, person, {
      type: "member.password-changed",
      metadata: { how: "current-password", endedSignIns: ended },
      resource: itself(person),
    });
    return ended;
  });
  return { status: "changed", endedSignIns };
}

/**
 * Ends one of the actor's own sign-ins.
 * @throws AppError not_found when it has ended, or is not theirs
 */
export async function endDevice(
  actor: Actor,
  { signInId }: { signInId: string },
): Promise<{ id: string; status: "ended" }> {
  const person = ownPerson(actor);
  await db.$transaction(async (tx) => {
    const { pk } = await lockOwn(tx, person);
    const where = { id: signInId, memberPk: pk, revokedAt: null };
    const { count } = await tx.signIn.updateMany({ where, data: { revokedAt: new Date() } });
    if (count !== 1) throw new AppError("not_found", "This sign-in has ended.");
    await recordEvent(tx, person, { type: "sign-in.ended", metadata: { everywhere: false, signInId } });
  });
  return { id: signInId, status: "ended" };
}
