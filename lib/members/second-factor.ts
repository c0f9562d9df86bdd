import "server-only";
import { randomBytes } from "node:crypto";
import { generateSecret, generateURI, verify } from "otplib";
import { mac } from "@/lib/platform/crypto";
import type { Transaction } from "@/lib/platform/db";
import { purposeKey } from "@/lib/platform/keys";
import { openTotpSecret, sealTotpSecret } from "@/lib/vault/totp-secret";

/** A member with what their second factor needs. */
export type FactorOwner = {
  pk: bigint;
  id: string;
  organizationPk: bigint;
  secondFactorSince: Date | null;
  totpSealed: Uint8Array | null;
  totpSince: Date | null;
  totpStep: bigint | null;
  organization: { id: string };
};

const key = (member: FactorOwner) => purposeKey(member.organization.id, "second-factor");

/** A clock may be one step of 30 seconds off (RFC 6238 §5.2). */
const toleranceSeconds = 30;

/** Makes a secret for an authenticator app, sealed for its member, with the address that an app reads from a QR code. */
export async function newTotp(member: FactorOwner & { email: string }) {
  const secret = generateSecret();
  return {
    secret,
    uri: generateURI({ issuer: "Countersign", label: member.email, secret }),
    sealed: await sealTotpSecret(member.organization.id, member.id, secret),
  };
}

/**
 * Checks a code of the authenticator app, and remembers its time step: a code counts once.
 * @returns whether it is right and was not used before
 */
export async function takeTotp(
  tx: Pick<Transaction, "member">,
  member: FactorOwner,
  code: string,
): Promise<boolean> {
  if (!member.totpSealed || !/^\d{6}$/.test(code)) return false;
  const secret = await openTotpSecret(member.organization.id, member.id, member.totpSealed);
  const result = await verify({ secret, token: code, epochTolerance: toleranceSeconds });
  if (!result.valid || !("timeStep" in result)) return false;
  const totpStep = BigInt(result.timeStep);
  const unused = { OR: [{ totpStep: null }, { totpStep: { lt: totpStep } }] };
  const { count } = await tx.member.updateMany({ where: { pk: member.pk, ...unused }, data: { totpStep } });
  return count === 1;
}

const recoveryCount = 10;
/** Letters and digits that cannot be mistaken for each other: base 32, so that each byte gives one without bias. */
const alphabet = "abcdefghjkmnpqrstuvwxyz023456789";

const newCode = () =>
  [...randomBytes(10)].map((byte, at) => (at === 5 ? "-" : "") + alphabet[byte % alphabet.length]).join("");

const digestOf = async (member: FactorOwner, code: string) =>
  Uint8Array.from(mac(await key(member), code.toLowerCase().replaceAll(/[^a-z0-9]/g, "")));

/**
 * Replaces a member's recovery codes.
 * @returns the ten new codes of 50 random bits each; only their digests are stored
 */
export async function replaceRecoveryCodes(
  tx: Pick<Transaction, "recoveryCode">,
  member: FactorOwner,
): Promise<string[]> {
  const { organizationPk, pk: memberPk } = member;
  await tx.recoveryCode.deleteMany({ where: { organizationPk, memberPk } });
  const codes = Array.from({ length: recoveryCount }, newCode);
  const data = await Promise.all(
    codes.map(async (code) => ({ organizationPk, memberPk, digest: await digestOf(member, code) })),
  );
  await tx.recoveryCode.createMany({ data });
  return codes;
}

async function takeRecoveryCode(
  tx: Pick<Transaction, "recoveryCode">,
  member: FactorOwner,
  code: string,
): Promise<boolean> {
  const { organizationPk, pk: memberPk } = member;
  const where = { organizationPk, memberPk, digest: await digestOf(member, code), usedAt: null };
  const { count } = await tx.recoveryCode.updateMany({ where, data: { usedAt: new Date() } });
  return count === 1;
}

/**
 * Checks the second factor of a sign-in.
 * @returns null when the member has none; else what the code was, or that it is missing or wrong
 */
export async function takeSecondFactor(
  tx: Pick<Transaction, "member" | "recoveryCode">,
  member: FactorOwner,
  code: string | undefined,
): Promise<null | "missing" | "wrong" | "app" | "recovery-code"> {
  if (!member.secondFactorSince) return null;
  const given = code?.replaceAll(/\s/g, "");
  if (!given) return "missing";
  if (member.totpSince && (await takeTotp(tx, member, given))) return "app";
  return (await takeRecoveryCode(tx, member, given)) ? "recovery-code" : "wrong";
}

/**
 * Makes the rest follow after an app or a passkey was added or removed: from when on sign-in asks for a second factor,
 * and the recovery codes, which stand in for it.
 * @returns recovery codes when this was the first, else null
 */
export async function settleSecondFactor(
  tx: Pick<Transaction, "member" | "passkey" | "recoveryCode">,
  member: FactorOwner,
): Promise<string[] | null> {
  const { pk, organizationPk } = member;
  const { totpSince } = await tx.member.findUniqueOrThrow({ where: { pk }, select: { totpSince: true } });
  const hasAny =
    totpSince !== null || (await tx.passkey.count({ where: { organizationPk, memberPk: pk } })) > 0;
  if (hasAny === (member.secondFactorSince !== null)) return null;
  const data = { secondFactorSince: hasAny ? new Date() : null };
  await tx.member.update({ where: { pk }, data, select: { pk: true } });
  if (hasAny) return replaceRecoveryCodes(tx, member);
  await tx.recoveryCode.deleteMany({ where: { organizationPk, memberPk: pk } });
  return null;
}

/** Removes the authenticator app, the passkeys and the recovery codes. */
export async function dropSecondFactor(
  tx: Pick<Transaction, "member" | "passkey" | "recoveryCode">,
  { pk, organizationPk }: Pick<FactorOwner, "pk" | "organizationPk">,
): Promise<void> {
  const data = { secondFactorSince: null, totpSealed: null, totpSince: null, totpStep: null };
  await tx.member.update({ where: { pk }, data, select: { pk: true } });
  await tx.passkey.deleteMany({ where: { organizationPk, memberPk: pk } });
  await tx.recoveryCode.deleteMany({ where: { organizationPk, memberPk: pk } });
}
