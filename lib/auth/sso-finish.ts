import "server-only";
import type { RequestOrigin } from "@/lib/actor/actor";
import { rememberMember } from "@/lib/auth/known-browser";
import { signInCookieHeader } from "@/lib/auth/next-auth";
import { nextPath } from "@/lib/auth/next-path";
import { forgetAttempt } from "@/lib/auth/sso-attempt";
import type { Claims } from "@/lib/auth/sso-claims";
import { enter, type Provider, SsoRefusal, ssoActor, wantedRoles, whoIs } from "@/lib/auth/sso-person";
import { recordEvent } from "@/lib/events/record";
import { db } from "@/lib/platform/db";
import { wordsOf } from "@/lib/single-sign-on/discover";
import type { TestOutcome } from "@/lib/single-sign-on/schema";
import { storeOutcome } from "@/lib/single-sign-on/test";

/** Sends a browser on. The answer is never stored, and its address is told to no other site. */
export function sendTo(location: string, cookies: readonly string[] = [], status = 302): Response {
  const headers = new Headers({
    Location: location,
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
  });
  for (const cookie of cookies) headers.append("Set-Cookie", cookie);
  return new Response(null, { status, headers });
}

/** Sends a browser to the sign-in page, which says what happened. */
export const refusedTo = (why: string, connectionId: string) =>
  sendTo(`/sign-in?ended=${why}&sso=${encodeURIComponent(connectionId)}`, [forgetAttempt()]);

/** Records why a sign-in was refused, and sends the browser to the sign-in page. */
export async function refuse(provider: Provider, error: unknown, request: RequestOrigin): Promise<Response> {
  const isOurs = error instanceof SsoRefusal;
  const { connection } = provider;
  await db.$transaction(async (tx) => {
    if (isOurs && error.memberPk)
      await tx.signIn.updateMany({
        where: { memberPk: error.memberPk, connectionId: connection.id, revokedAt: null },
        data: { revokedAt: new Date() },
      });
    await recordEvent(tx, ssoActor(provider, request), {
      type: "sso.refused",
      metadata: isOurs ? { why: error.message, words: null } : { why: "provider", words: wordsOf(error) },
      resource: { type: "sso_connection", id: connection.id },
    });
  });
  return refusedTo(isOurs ? error.page : "sso_failed", connection.id);
}

/** The outcome of a test that has not come far. */
export const noOutcome: TestOutcome = {
  success: false,
  words: null,
  email: null,
  groups: [],
  roles: [],
  note: null,
};

/** Says how the sign-in of a test would have ended. */
async function outcomeOf(provider: Provider, redeem: () => Promise<Claims>): Promise<TestOutcome> {
  const told = { ...noOutcome };
  try {
    const claims = await redeem();
    Object.assign(told, { email: claims.email, groups: claims.groups.slice(0, 50) });
    const found = await whoIs(db, provider, claims);
    told.roles = (await wantedRoles(db, provider, found, claims)) ?? found.member?.roles ?? [];
    told.success = true;
  } catch (error) {
    if (error instanceof SsoRefusal) told.note = error.message;
    else told.words = wordsOf(error);
  }
  return told;
}

type Browser = { cookies: string | null; userAgent: string | undefined };

/**
 * Ends an attempt: signs in the member whom the provider has named, or shows an admin who tests how that would end.
 * @param redeem asks what the provider says; rejects with its words
 */
export async function conclude(
  provider: Provider,
  attempt: { testedBy: string | null; nextPath: string },
  redeem: () => Promise<Claims>,
  browser: Browser & { request: RequestOrigin },
): Promise<Response> {
  const { connection } = provider;
  const { request, cookies, userAgent } = browser;
  if (attempt.testedBy) {
    const outcome = await outcomeOf(provider, redeem);
    await storeOutcome(ssoActor(provider, request), connection, outcome);
    return sendTo(attempt.nextPath, [forgetAttempt()]);
  }
  try {
    const claims = await redeem();
    if (!connection.enabled) throw new SsoRefusal("The connection is switched off.", "sso_failed");
    const { signInId, memberId } = await enter(provider, claims, { request, userAgent });
    const known = await rememberMember(cookies, memberId);
    return sendTo(nextPath(attempt.nextPath), [forgetAttempt(), await signInCookieHeader(signInId), known]);
  } catch (error) {
    return refuse(provider, error, request);
  }
}
