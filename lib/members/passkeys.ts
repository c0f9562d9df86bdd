import "server-only";
import {
  generateAuthenticationOptions,
  generateRegistrationOptions,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
} from "@simplewebauthn/server";
import type { PasskeyCreated, PasskeyUsed } from "@/lib/members/schema";
import { digest } from "@/lib/platform/crypto";
import { db, type Transaction } from "@/lib/platform/db";
import { env } from "@/lib/platform/env";
import { log } from "@/lib/platform/log";

/** A challenge must be signed within this time. */
const challengeMs = 5 * 60_000;

/** What passkeys belong to: the host of this installation's address (W3C Web Authentication Level 3 §5.1.2). */
const relyingParty = () => {
  const { hostname, origin } = new URL(env().publicUrl);
  return { id: hostname, name: "Countersign", origin };
};

const digestOf = (purpose: string, challenge: string) => Uint8Array.from(digest(`${purpose}\n${challenge}`));

/** Stores a challenge for one purpose, and forgets those that have expired. */
async function keep(purpose: string, challenge: string): Promise<void> {
  await db.passkeyChallenge.deleteMany({ where: { expiresAt: { lt: new Date() } } });
  const expiresAt = new Date(Date.now() + challengeMs);
  await db.passkeyChallenge.create({ data: { digest: digestOf(purpose, challenge), expiresAt } });
}

/** Returns whether a challenge was made for this purpose, has not expired and was not used. It is used from now on. */
async function take(purpose: string, challenge: string): Promise<boolean> {
  const where = { digest: digestOf(purpose, challenge), expiresAt: { gt: new Date() } };
  return (await db.passkeyChallenge.deleteMany({ where })).count === 1;
}

/** A passkey as it is stored. */
export type KnownPasskey = {
  credentialId: Uint8Array;
  publicKey: Uint8Array;
  counter: bigint;
  transports: string[];
};

const idOf = ({ credentialId }: Pick<KnownPasskey, "credentialId">) =>
  Buffer.from(credentialId).toString("base64url");

/**
 * Returns what a browser needs to create a passkey. The device must identify its user, by a PIN or a fingerprint, and
 * must find the passkey without a name, so that a passkey alone is two factors.
 * @param purpose binds the challenge to one member and sign-in
 */
export async function newPasskeyOptions(
  purpose: string,
  member: { id: string; name: string; email: string },
  known: readonly KnownPasskey[],
) {
  const { id: rpID, name: rpName } = relyingParty();
  const options = await generateRegistrationOptions({
    ...{ rpID, rpName },
    userID: Uint8Array.from(Buffer.from(member.id)),
    userName: member.email,
    userDisplayName: member.name,
    attestationType: "none",
    excludeCredentials: known.map((each) => ({ id: idOf(each) })),
    authenticatorSelection: { residentKey: "required", userVerification: "required" },
    timeout: challengeMs,
  });
  await keep(purpose, options.challenge);
  return { options: JSON.stringify(options) };
}

/**
 * Checks a new passkey.
 * @returns what to store, or why it was refused
 */
export async function readNewPasskey(purpose: string, response: PasskeyCreated) {
  const { id, origin } = relyingParty();
  try {
    const { verified, registrationInfo } = await verifyRegistrationResponse({
      response,
      expectedChallenge: (challenge) => take(purpose, challenge),
      expectedOrigin: origin,
      expectedRPID: id,
      requireUserVerification: true,
    });
    if (!verified || !registrationInfo) return { refused: "The signature is wrong." };
    const { credential, credentialBackedUp } = registrationInfo;
    return {
      credentialId: Uint8Array.from(Buffer.from(credential.id, "base64url")),
      publicKey: Uint8Array.from(credential.publicKey),
      counter: BigInt(credential.counter),
      transports: credential.transports ?? [],
      isSynced: credentialBackedUp,
    };
  } catch (error) {
    log.info({ err: error }, "a new passkey was refused");
    return { refused: error instanceof Error ? error.message : "It cannot be read." };
  }
}

/** Returns what a browser needs to sign in with any passkey of this installation. */
export async function signInOptions() {
  const { id: rpID } = relyingParty();
  const options = await generateAuthenticationOptions({
    rpID,
    userVerification: "required",
    timeout: challengeMs,
  });
  await keep("sign-in", options.challenge);
  return { options: JSON.stringify(options) };
}

/**
 * Checks the signature of a passkey at sign-in.
 * @returns the device's new count of signatures, or null when the challenge, the origin, the signature or the count is
 *   wrong; a count that does not rise is a sign of a copied key (W3C Web Authentication Level 3 §6.1.1)
 */
export async function checkPasskey(known: KnownPasskey, response: PasskeyUsed): Promise<bigint | null> {
  const { id, origin } = relyingParty();
  try {
    const { verified, authenticationInfo } = await verifyAuthenticationResponse({
      response,
      expectedChallenge: (challenge) => take("sign-in", challenge),
      expectedOrigin: origin,
      expectedRPID: id,
      requireUserVerification: true,
      credential: {
        id: idOf(known),
        publicKey: Uint8Array.from(known.publicKey),
        counter: Number(known.counter),
      },
    });
    return verified ? BigInt(authenticationInfo.newCounter) : null;
  } catch (error) {
    log.info({ err: error }, "a passkey was refused");
    return null;
  }
}

/**
 * Stores a use of a passkey.
 * @returns whether it still exists and nobody used the same count meanwhile
 */
export async function recordUse(
  tx: Pick<Transaction, "passkey">,
  { organizationPk, id }: { organizationPk: bigint; id: string },
  counter: bigint,
): Promise<boolean> {
  const unused = counter === 0n ? { counter } : { counter: { lt: counter } };
  const data = { counter, lastUsedAt: new Date() };
  return (await tx.passkey.updateMany({ where: { organizationPk, id, ...unused }, data })).count === 1;
}
