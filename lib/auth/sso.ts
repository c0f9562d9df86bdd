import "server-only";
import { type Actor, authorize, type RequestOrigin } from "@/lib/actor/actor";
import { accountAddress } from "@/lib/auth/address";
import { rememberMember } from "@/lib/auth/known-browser";
import { signInCookieHeader } from "@/lib/auth/next-auth";
import { nextPath } from "@/lib/auth/next-path";
import { beginAttempt, forgetAttempt, takeAttempt } from "@/lib/auth/sso-attempt";
import { authorizationUrl, type Claims, clientFor, redeem } from "@/lib/auth/sso-claims";
import { enter, type Provider, SsoRefusal, ssoActor, wantedRoles, whoIs } from "@/lib/auth/sso-person";
import { throttleCaller } from "@/lib/auth/throttle";
import { recordEvent } from "@/lib/events/record";
import { db } from "@/lib/platform/db";
import { AppError } from "@/lib/platform/errors";
import { wordsOf } from "@/lib/single-sign-on/discover";
import {
  connectionForDomain,
  findConnection,
  findSwitchedOn,
  withMappings,
  withOrganization,
} from "@/lib/single-sign-on/load";
import { domainOf } from "@/lib/single-sign-on/policy";
import type { ConnectionParams, TestOutcome } from "@/lib/single-sign-on/schema";
import { storeOutcome } from "@/lib/single-sign-on/test";

/** An office of several hundred people may share one address. */
const starts = { name: "sso_start", points: 600, seconds: 900 };
const searches = { name: "sso_find", points: 120, seconds: 900 };

/** Sends a browser on. The answer is never stored, and its address is told to no other site. */
function sendTo(location: string, cookies: readonly string[] = []): Response {
  const headers = new Headers({
    Location: location,
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
  });
  for (const cookie of cookies) headers.append("Set-Cookie", cookie);
  return new Response(null, { status: 302, headers });
}

const refusedTo = (why: string, connectionId: string) =>
  sendTo(`/sign-in?ended=${why}&sso=${encodeURIComponent(connectionId)}`, [forgetAttempt()]);

/**
 * Returns where people with this e-mail address sign in. Only its domain decides, so the answer says nothing of the
 * person.
 * @throws AppError not_found; rate_limited
 */
export async function findSignIn(email: string, request: RequestOrigin): Promise<{ connectionId: string }> {
  await throttleCaller(request, searches);
  const connectionId = await connectionForDomain(domainOf(accountAddress(email)));
  if (!connectionId) throw new AppError("not_found", "There is no single sign-on for this e-mail address.");
  return { connectionId };
}

async function begin(provider: Provider, wanted: { nextPath: string; testedBy: string | null }) {
  const client = await clientFor(provider.organization.id, provider.connection);
  const { said, setCookie } = await beginAttempt(provider.connection, wanted);
  const url = await authorizationUrl(client, provider.connection, said);
  return sendTo(url.href, [setCookie]);
}

/** Sends a browser to the provider of a connection. @param next the page to open afterwards */
export async function startSso(
  { connectionId, next }: ConnectionParams & { next?: string },
  request: RequestOrigin,
): Promise<Response> {
  await throttleCaller(request, starts);
  const provider = await findSwitchedOn(connectionId);
  if (!provider) return refusedTo("sso_off", connectionId);
  try {
    return await begin(provider, { nextPath: nextPath(next), testedBy: null });
  } catch (error) {
    return refuse(provider, error, request);
  }
}

/**
 * Sends the browser of an admin to the provider, to see how a sign-in ends. It signs nobody in, and works while the
 * connection is off.
 * @throws AppError not_found
 */
export async function startTest(actor: Actor, { connectionId }: ConnectionParams): Promise<Response> {
  authorize(actor, "single-sign-on:manage");
  const connection = await findConnection(db, actor, connectionId);
  const provider = await withOrganization(connection);
  const nextPath = `/${actor.scope.environment}/settings/single-sign-on?tested=${connectionId}`;
  try {
    return await begin(provider, { nextPath, testedBy: actor.id });
  } catch (error) {
    await storeOutcome(actor, connection, { ...noOutcome, words: wordsOf(error) });
    return sendTo(nextPath);
  }
}

/** Records why a sign-in was refused, and sends the browser to the sign-in page. */
async function refuse(provider: Provider, error: unknown, request: RequestOrigin): Promise<Response> {
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

const noOutcome: TestOutcome = {
  success: false,
  words: null,
  email: null,
  groups: [],
  roles: [],
  note: null,
};

/** Says how the sign-in of a test would have ended. */
async function outcomeOf(provider: Provider, redeemed: Promise<Claims>): Promise<TestOutcome> {
  const told = { ...noOutcome };
  try {
    const claims = await redeemed;
    Object.assign(told, { email: claims.email, groups: claims.groups.slice(0, 50) });
    const found = await whoIs(provider, claims);
    told.roles = (await wantedRoles(provider, found, claims)) ?? found.member?.roles ?? [];
    told.success = true;
  } catch (error) {
    if (error instanceof SsoRefusal) told.note = error.message;
    else told.words = wordsOf(error);
  }
  return told;
}

type Returning = ConnectionParams & { search: string; cookies: string | null; userAgent: string | undefined };

/** Receives a browser that a provider has sent back, and signs its member in. */
export async function finishSso(returning: Returning, request: RequestOrigin): Promise<Response> {
  await throttleCaller(request, starts);
  const { connectionId, search, cookies, userAgent } = returning;
  const connection = await db.ssoConnection.findUnique({
    where: { id: connectionId },
    include: withMappings,
  });
  const attempt = connection && (await takeAttempt(connection, cookies));
  if (!connection || !attempt) return refusedTo("sso_expired", connectionId);
  const provider = await withOrganization(connection);
  const redeemed = clientFor(provider.organization.id, connection).then((client) =>
    redeem(client, connection, { search, said: attempt.said }),
  );
  if (attempt.testedBy) {
    const outcome = await outcomeOf(provider, redeemed);
    await storeOutcome(ssoActor(provider, request), connection, outcome);
    return sendTo(attempt.nextPath, [forgetAttempt()]);
  }
  try {
    const claims = await redeemed;
    if (!connection.enabled) throw new SsoRefusal("The connection is switched off.", "sso_failed");
    const { signInId, memberId } = await enter(provider, claims, { request, userAgent });
    const known = await rememberMember(cookies, memberId);
    return sendTo(nextPath(attempt.nextPath), [forgetAttempt(), await signInCookieHeader(signInId), known]);
  } catch (error) {
    return refuse(provider, error, request);
  }
}
