import "server-only";
import { z } from "zod";
import { cookieHeader, cookieName, readCookie } from "@/lib/auth/cookie";
import { deriveKey, digest, newKey } from "@/lib/platform/crypto";
import { db, type Transaction } from "@/lib/platform/db";
import { Prisma } from "@/lib/platform/generated/client";
import { readStored } from "@/lib/platform/stored";
import type { ConnectionRow } from "@/lib/single-sign-on/load";

const seconds = 600;

/** The name must not begin like the sign-in cookie's: next-auth would read it as a part of that cookie. */
const cookie = () => cookieName("single-sign-on");

/** What an attempt says to the provider. All of it is derived from the secret in the browser's cookie. */
const saidOf = (secret: Buffer) => {
  const part = (name: string) => deriveKey(secret, `single-sign-on ${name}`).toString("base64url");
  const requestId = `_${deriveKey(secret, "single-sign-on request").toString("hex")}`;
  return { state: part("state"), nonce: part("nonce"), codeVerifier: part("code verifier"), requestId };
};
export type Said = ReturnType<typeof saidOf>;

/**
 * Begins an attempt to sign in at a provider.
 * @param wanted `nextPath` is the page to open afterwards; `testedBy` the admin, for a test that signs nobody in
 * @returns what to send, and the `Set-Cookie` header with the secret of the attempt
 */
export async function beginAttempt(
  { organizationPk, pk: connectionPk, kind }: ConnectionRow,
  wanted: { nextPath: string; testedBy: string | null },
): Promise<{ said: Said; setCookie: string }> {
  const secret = newKey();
  const expiresAt = new Date(Date.now() + seconds * 1000);
  const said = saidOf(secret);
  const requestId = kind === "saml" ? said.requestId : null;
  const key = { organizationPk, connectionPk, digest: Uint8Array.from(digest(secret)) };
  const data = { ...key, expiresAt, requestId, ...wanted };
  await db.ssoAttempt.create({ data, select: { expiresAt: true } });
  return { said, setCookie: cookieHeader(cookie(), secret.toString("base64url"), seconds) };
}

/** The `Set-Cookie` header that removes the secret of an attempt. */
export const forgetAttempt = () => cookieHeader(cookie(), "", 0);

/**
 * Takes the attempt of this browser at a connection. It can be taken once.
 * @returns null when there is none, or it has expired
 */
export async function takeAttempt(
  { organizationPk, pk: connectionPk }: ConnectionRow,
  cookies: string | null,
) {
  const value = readCookie(cookies, cookie());
  if (!value) return null;
  const secret = Buffer.from(value, "base64url");
  const key = { organizationPk, connectionPk, digest: Uint8Array.from(digest(secret)) };
  const attempt = await db.ssoAttempt.findFirst({ where: { ...key, expiresAt: { gt: new Date() } } });
  const { count } = await db.ssoAttempt.deleteMany({ where: key });
  return attempt && count === 1 ? { ...attempt, said: saidOf(secret) } : null;
}

/** By which name and index a SAML provider knows a sign-in (SAML 2.0 core, §2.2.3 and §2.7.2). */
export const providerSession = z.strictObject({
  nameId: z.string(),
  format: z.string().nullable(),
  nameQualifier: z.string().nullable(),
  spNameQualifier: z.string().nullable(),
  sessionIndex: z.string().nullable(),
});
export type ProviderSession = z.infer<typeof providerSession>;

const storedAnswer = z.union([
  z.strictObject({
    claims: z.strictObject({
      subject: z.string(),
      email: z.string().nullable(),
      isEmailVerified: z.boolean().nullable(),
      name: z.string(),
      groups: z.array(z.string()),
      providerSession: providerSession.nullable(),
    }),
  }),
  z.strictObject({ failure: z.string() }),
]);
export type StoredAnswer = z.infer<typeof storedAnswer>;

/** Reads what a provider has answered to an attempt; null when it has not. */
export const answerOf = ({ answer }: { answer: unknown }): StoredAnswer | null =>
  answer === null ? null : readStored(storedAnswer, answer, "sso_attempts.answer");

/**
 * Stores what a provider has answered to a request, once. The browser takes it with the secret of its attempt.
 * @returns false when no such request waits for an answer
 */
export async function storeAnswer(
  tx: Pick<Transaction, "ssoAttempt">,
  { organizationPk, pk: connectionPk }: ConnectionRow,
  requestId: string,
  answer: StoredAnswer,
): Promise<boolean> {
  const waiting = { organizationPk, connectionPk, requestId, expiresAt: { gt: new Date() } };
  const { count } = await tx.ssoAttempt.updateMany({
    where: { ...waiting, answer: { equals: Prisma.DbNull } },
    data: { answer },
  });
  return count === 1;
}
