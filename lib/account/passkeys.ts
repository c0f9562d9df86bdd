import "server-only";
import { lockOwn, ownPerson, toPasskeyDto } from "@/lib/account/read";
import type { AddedPasskeyDto, ConfirmInput, PasskeyInput } from "@/lib/account/schema";
import { itself } from "@/lib/account/write";
import type { Actor, Person } from "@/lib/actor/actor";
import { confirmPassword } from "@/lib/auth/confirm-password";
import { recordEvent } from "@/lib/events/record";
import { newPasskeyOptions, readNewPasskey } from "@/lib/members/passkeys";
import { settleSecondFactor } from "@/lib/members/second-factor";
import { db } from "@/lib/platform/db";
import { AppError } from "@/lib/platform/errors";
import { Prisma } from "@/lib/platform/generated/client";
import { newId } from "@/lib/platform/id";

const mostPasskeys = 10;
const tooMany = () =>
  new AppError("conflict", `An account has at most ${mostPasskeys} passkeys. Remove one first.`);

/** Only the sign-in whose member gave the password may add the passkey that was begun. */
const purposeOf = ({ id, signInId }: Person) => `new passkey of ${id} in ${signInId}`;

/**
 * Begins to add a passkey.
 * @returns what the browser needs to create it
 * @throws AppError validation_error for a wrong password; conflict when the account has ten
 */
export async function beginPasskey(actor: Actor, input: ConfirmInput) {
  const person = ownPerson(actor);
  await confirmPassword(person, input.currentPassword, "currentPassword");
  const { organizationPk } = person.scope;
  const known = await db.passkey.findMany({ where: { organizationPk, member: { id: person.id } } });
  if (known.length >= mostPasskeys) throw tooMany();
  return newPasskeyOptions(purposeOf(person), person.member, known);
}

/**
 * Adds a passkey that the browser has created. From now on it signs in, and a password alone does not.
 * @returns the passkey, with recovery codes, shown once, when it is the first second factor
 * @throws AppError validation_error when its signature, origin or challenge is wrong; conflict when it is known
 */
export async function addPasskey(actor: Actor, { name, answer }: PasskeyInput): Promise<AddedPasskeyDto> {
  const person = ownPerson(actor);
  const made = await readNewPasskey(purposeOf(person), answer);
  if ("refused" in made)
    throw new AppError("validation_error", `This passkey cannot be added. ${made.refused}`);
  try {
    return await db.$transaction(async (tx) => {
      const member = await lockOwn(tx, person);
      const { organizationPk, pk: memberPk } = member;
      if ((await tx.passkey.count({ where: { organizationPk, memberPk } })) >= mostPasskeys) throw tooMany();
      const data = { ...made, organizationPk, memberPk, id: newId("psk"), name };
      const passkey = await tx.passkey.create({ data });
      await recordEvent(tx, person, {
        type: "member.passkey-added",
        metadata: { passkeyId: passkey.id },
        resource: itself(person),
      });
      return { passkey: toPasskeyDto(passkey), recoveryCodes: await settleSecondFactor(tx, member) };
    });
  } catch (error) {
    if (error instanceof Prisma.PrismaClientKnownRequestError && error.code === "P2002")
      throw new AppError("conflict", "This passkey was added before.");
    throw error;
  }
}

/**
 * Removes one of the actor's own passkeys, and the recovery codes with the last second factor.
 * @throws AppError validation_error for a wrong password; not_found
 */
export async function removePasskey(
  actor: Actor,
  { passkeyId }: { passkeyId: string },
  input: ConfirmInput,
): Promise<{ status: "removed" }> {
  const person = ownPerson(actor);
  await confirmPassword(person, input.currentPassword, "currentPassword");
  await db.$transaction(async (tx) => {
    const member = await lockOwn(tx, person);
    const where = { organizationPk: member.organizationPk, memberPk: member.pk, id: passkeyId };
    if ((await tx.passkey.deleteMany({ where })).count !== 1)
      throw new AppError("not_found", "Passkey not found.");
    await settleSecondFactor(tx, member);
    await recordEvent(tx, person, {
      type: "member.passkey-removed",
      metadata: { passkeyId },
      resource: itself(person),
    });
  });
  return { status: "removed" };
}
