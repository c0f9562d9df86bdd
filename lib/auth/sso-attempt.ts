import "server-only";
import { cookieHeader, cookieName, readCookie } from "@/lib/auth/cookie";
import { deriveKey, digest, newKey } from "@/lib/platform/crypto";
import { db } from "@/lib/platform/db";
import type { ConnectionRow } from "@/lib/single-sign-on/load";

const seconds = 600;

/** The name must not begin like the sign-in cookie's: next-auth would read it as a part of that cookie. */
const cookie = () => cookieName("single-sign-on");

/** What an attempt says to the provider. All of it is derived from the secret in the browser's cookie. */
const saidOf = (secret: Buffer) => {
  const part = (name: string) => deriveKey(secret, `single-sign-on ${name}`).toString("base64url");
  return { state: part("state"), nonce: part("nonce"), codeVerifier: part("code verifier") };
};
export type Said = ReturnType<typeof saidOf>;

/**
 * Begins an attempt to sign in at a provider.
 * @param wanted `nextPath` is the page to open afterwards; `testedBy` the admin, for a test that signs nobody in
 * @returns what to send, and the `Set-Cookie` header with the secret of the attempt
 */
export async function beginAttempt(
  { organizationPk, pk: connectionPk }: ConnectionRow,
  wanted: { nextPath: string; testedBy: string | null },
): Promise<{ said: Said; setCookie: string }> {
  const secret = newKey();
  const expiresAt = new Date(Date.now() + seconds * 1000);
  const row = { organizationPk, connectionPk, digest: Uint8Array.from(digest(secret)), expiresAt, ...wanted };
  await db.ssoAttempt.create({ data: row, select: { expiresAt: true } });
  return { said: saidOf(secret), setCookie: cookieHeader(cookie(), secret.toString("base64url"), seconds) };
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
