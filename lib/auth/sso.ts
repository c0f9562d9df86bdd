import "server-only";
import { type Actor, authorize, type RequestOrigin } from "@/lib/actor/actor";
import { accountAddress } from "@/lib/auth/address";
import { nextPath } from "@/lib/auth/next-path";
import { answerOf, beginAttempt, storeAnswer, takeAttempt } from "@/lib/auth/sso-attempt";
import { authorizationUrl, clientFor, redeem } from "@/lib/auth/sso-claims";
import { conclude, noOutcome, refuse, refusedTo, sendTo } from "@/lib/auth/sso-finish";
import type { Provider } from "@/lib/auth/sso-person";
import { readResponse, requestIn, samlUrl } from "@/lib/auth/sso-saml";
import { signingPair } from "@/lib/auth/sso-saml-key";
import { spMetadata } from "@/lib/auth/sso-saml-metadata";
import { throttleCaller } from "@/lib/auth/throttle";
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
import type { ConnectionParams } from "@/lib/single-sign-on/schema";
import { storeOutcome } from "@/lib/single-sign-on/test";

/** An office of several hundred people may share one address. */
const starts = { name: "sso_start", points: 600, seconds: 900 };
const searches = { name: "sso_find", points: 120, seconds: 900 };

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
  const { connection, organization } = provider;
  if (connection.kind === "saml") {
    const { said, setCookie } = await beginAttempt(connection, wanted);
    return sendTo(await samlUrl(connection, said.requestId), [setCookie]);
  }
  const client = await clientFor(organization.id, connection);
  const { said, setCookie } = await beginAttempt(connection, wanted);
  const url = await authorizationUrl(client, connection, said);
  return sendTo(url.href, [setCookie]);
}

type Starting = ConnectionParams & { next?: string; comesFrom: string | null };

/**
 * Sends a browser to the provider of a connection. A link of another site leads to the sign-in page instead, where a
 * person must press the button: else that site could sign its visitors in, also to an organization of its own (OWASP
 * ASVS 5.0 §7.6.2).
 * @param starting `next` is the page to open afterwards; `comesFrom` is the header Sec-Fetch-Site
 */
export async function startSso(
  { connectionId, next, comesFrom }: Starting,
  request: RequestOrigin,
): Promise<Response> {
  await throttleCaller(request, starts);
  if (comesFrom === "cross-site" || comesFrom === "same-site") {
    const page = new URLSearchParams({ sso: connectionId, next: nextPath(next) });
    return sendTo(`/sign-in?${page}`);
  }
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
  const ask = async () => {
    const client = await clientFor(provider.organization.id, connection);
    return redeem(client, connection, { search, said: attempt.said });
  };
  return conclude(provider, attempt, ask, { request, cookies, userAgent });
}

const mostFormBytes = 600_000;

/**
 * Receives the response that a SAML provider lets a browser post. Cookies do not come along from another site, so the
 * answer is stored, and the browser is sent on to take it with the secret of its attempt.
 */
export async function receiveSaml(
  { connectionId, form }: ConnectionParams & { form: string },
  request: RequestOrigin,
): Promise<Response> {
  await throttleCaller(request, starts);
  const connection = await db.ssoConnection.findUnique({
    where: { id: connectionId },
    include: withMappings,
  });
  const response = form.length <= mostFormBytes ? new URLSearchParams(form).get("SAMLResponse") : null;
  if (connection?.kind !== "saml" || !response) return refusedTo("sso_expired", connectionId);
  try {
    const asserted = await readResponse(connection, response);
    await db.$transaction(async (tx) => {
      const { organizationPk, pk: connectionPk } = connection;
      const { assertionId, expiresAt, requestId, claims } = asserted;
      await tx.ssoAssertion.create({ data: { organizationPk, connectionPk, assertionId, expiresAt } });
      if (!(await storeAnswer(tx, connection, requestId, { claims })))
        throw new Error("The assertion answers no request that waits for it.");
    });
  } catch (error) {
    // Whoever posts nonsense is told nothing. Only who began the attempt hears why it failed.
    const requestId = requestIn(response);
    if (requestId) await storeAnswer(db, connection, requestId, { failure: samlWords(error) });
  }
  return sendTo(`/api/sso/${encodeURIComponent(connectionId)}/finish`, [], 303);
}

const samlWords = (error: unknown) =>
  (error as { code?: string }).code === "P2002"
    ? "The assertion was used before."
    : wordsOf({ message: (error as Error).message });

/** Ends a SAML sign-in in the browser that began it. */
export async function finishSaml(returning: Returning, request: RequestOrigin): Promise<Response> {
  await throttleCaller(request, starts);
  const { connectionId, cookies, userAgent } = returning;
  const connection = await db.ssoConnection.findUnique({
    where: { id: connectionId },
    include: withMappings,
  });
  const attempt = connection && (await takeAttempt(connection, cookies));
  const answer = attempt && answerOf(attempt);
  if (!connection || !attempt || !answer) return refusedTo("sso_expired", connectionId);
  const ask = async () => {
    if ("claims" in answer) return answer.claims;
    throw new Error(answer.failure);
  };
  return conclude(await withOrganization(connection), attempt, ask, { request, cookies, userAgent });
}

/**
 * Returns the SAML metadata of this side for a connection.
 * @throws AppError not_found
 */
export async function samlMetadata({ connectionId }: ConnectionParams): Promise<string> {
  const connection = await db.ssoConnection.findUnique({
    where: { id: connectionId },
    include: withMappings,
  });
  if (connection?.kind !== "saml") throw new AppError("not_found", "Connection not found.");
  const { certificate } = await signingPair(await withOrganization(connection));
  return spMetadata(connection, certificate);
}
