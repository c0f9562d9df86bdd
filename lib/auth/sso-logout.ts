import "server-only";
import { randomBytes } from "node:crypto";
import type { Person, RequestOrigin } from "@/lib/actor/actor";
import { answerOf, type ProviderSession, providerSession } from "@/lib/auth/sso-attempt";
import { sendTo } from "@/lib/auth/sso-finish";
import { type Provider, ssoActor } from "@/lib/auth/sso-person";
import { clientOf } from "@/lib/auth/sso-saml";
import { signingPair } from "@/lib/auth/sso-saml-key";
import {
  type Arrived,
  type LogoutRequest,
  type Message,
  readLogoutRequest,
  readLogoutResponse,
  readMessage,
} from "@/lib/auth/sso-saml-message";
import { throttleCaller } from "@/lib/auth/throttle";
import { recordEvent } from "@/lib/events/record";
import { db, type Transaction } from "@/lib/platform/db";
import { env } from "@/lib/platform/env";
import { log } from "@/lib/platform/log";
import { readStoredOrNull } from "@/lib/platform/stored-or-null";
import { type ConnectionRow, withMappings, withOrganization } from "@/lib/single-sign-on/load";
import type { ConnectionParams } from "@/lib/single-sign-on/schema";

/** An office of several hundred people may share one address. */
const logouts = { name: "sso_logout", points: 600, seconds: 900 };
const newMessageId = () => `_${randomBytes(20).toString("hex")}`;

const sessionOf = (stored: unknown): ProviderSession | null =>
  stored === null ? null : readStoredOrNull(providerSession, stored, "sign_ins.provider_session");

/** What the library repeats to the provider. */
const profileOf = ({ issuer }: ConnectionRow, session: ProviderSession) => ({
  ...{ issuer, nameID: session.nameId },
  // The library writes an attribute for each that is not undefined.
  nameIDFormat: session.format ?? (undefined as unknown as string),
  nameQualifier: session.nameQualifier ?? undefined,
  spNameQualifier: session.spNameQualifier ?? undefined,
  sessionIndex: session.sessionIndex ?? undefined,
});

/** Spells the query as it was signed. The library signs spaces as %20, but writes them as +. */
function asSigned(location: string): string {
  const { origin, pathname, searchParams } = new URL(location);
  const query = [...searchParams].map((each) => each.map(encodeURIComponent).join("="));
  return `${origin}${pathname}?${query.join("&")}`;
}

async function samlLogoutUrl(connection: ConnectionRow, stored: unknown): Promise<string | null> {
  const session = sessionOf(stored);
  if (!session) return null;
  const { key } = await signingPair(await withOrganization(connection));
  const client = clientOf(connection, newMessageId(), key);
  return asSigned(await client.getLogoutUrlAsync(profileOf(connection, session), "", {}));
}

/**
 * Returns where the provider of a sign-in ends its own session.
 * @returns null when the sign-in came by none, or the provider does not offer it
 */
export async function logoutAtProvider({ signInId, scope }: Person): Promise<string | null> {
  const select = { connectionId: true, providerSession: true };
  const found = await db.signIn.findUnique({ where: { id: signInId }, select });
  if (!found?.connectionId) return null;
  const { organizationPk } = scope;
  const where = { organizationPk, id: found.connectionId, enabled: true, endSessionUrl: { not: null } };
  const connection = await db.ssoConnection.findFirst({ where, include: withMappings });
  if (!connection?.endSessionUrl) return null;
  if (connection.kind === "saml") return samlLogoutUrl(connection, found.providerSession);
  const url = new URL(connection.endSessionUrl);
  url.searchParams.set("client_id", connection.clientId ?? "");
  url.searchParams.set("post_logout_redirect_uri", `${env().publicUrl}/sign-in`);
  return url.href;
}

/** The living sign-ins by this connection that a request names. */
async function namedSignIns(tx: Transaction, connection: ConnectionRow, asked: LogoutRequest) {
  const { organizationPk, pk: connectionPk, id: connectionId } = connection;
  const key = { organizationPk, connectionPk, subject: asked.nameId };
  const identity = await tx.ssoIdentity.findUnique({
    where: { organizationPk_connectionPk_subject: key },
    select: { member: { select: { pk: true, id: true } } },
  });
  if (!identity) return null;
  const living = await tx.signIn.findMany({
    where: { memberPk: identity.member.pk, connectionId, revokedAt: null, expiresAt: { gt: new Date() } },
    select: { pk: true, providerSession: true },
  });
  const isNamed = ({ providerSession: stored }: { providerSession: unknown }) =>
    means(asked, sessionOf(stored)?.sessionIndex);
  return { memberId: identity.member.id, pks: living.filter(isNamed).map(({ pk }) => pk) };
}

/** Whether a request means the session of this index; one of which no index is known may be the one. */
const means = ({ sessionIndexes }: LogoutRequest, index: string | null | undefined) =>
  sessionIndexes.length === 0 || !index || sessionIndexes.includes(index);

/** Ends the attempts that the provider has answered for this name, and whose browser has not come yet. */
async function endAnswered(tx: Transaction, connection: ConnectionRow, asked: LogoutRequest): Promise<void> {
  const { organizationPk, pk: connectionPk } = connection;
  const where = { organizationPk, connectionPk };
  const answered = await tx.ssoAttempt.findMany({
    where: { ...where, answer: { path: ["claims", "subject"], equals: asked.nameId } },
  });
  for (const attempt of answered) {
    const answer = answerOf(attempt);
    if (answer && "claims" in answer && means(asked, answer.claims.providerSession?.sessionIndex))
      await tx.ssoAttempt.deleteMany({ where: { ...where, digest: attempt.digest } });
  }
}

/**
 * Ends the sign-ins that a provider's request names. A request counts once.
 * @returns false when the provider names a person who is not known here
 */
async function endNamed(provider: Provider, asked: LogoutRequest, request: RequestOrigin): Promise<boolean> {
  const { connection } = provider;
  const { organizationPk, pk: connectionPk, id: connectionId } = connection;
  return db.$transaction(async (tx) => {
    // Sign-ins are stored under the same lock, so none that the request names is missed.
    await tx.$queryRaw`SELECT 1 FROM organizations WHERE pk = ${organizationPk} FOR UPDATE`;
    const key = { organizationPk, connectionPk, assertionId: asked.id };
    await tx.ssoAssertion.create({ data: { ...key, expiresAt: asked.expiresAt } });
    await endAnswered(tx, connection, asked);
    const named = await namedSignIns(tx, connection, asked);
    if (!named) return false;
    if (named.pks.length === 0) return true;
    await tx.signIn.updateMany({ where: { pk: { in: named.pks } }, data: { revokedAt: new Date() } });
    await recordEvent(tx, ssoActor(provider, request), {
      type: "sso.signed-out",
      metadata: { connectionId, endedSignIns: named.pks.length },
      resource: { type: "member", id: named.memberId },
    });
    return true;
  });
}

const noNames = { format: null, nameQualifier: null, spNameQualifier: null, sessionIndex: null };

async function answerTo(
  provider: Provider,
  asked: LogoutRequest,
  isKnown: boolean,
  relayState: string | null,
) {
  const { connection } = provider;
  const url = connection.endSessionReplyUrl ?? connection.endSessionUrl;
  if (!url) return sendTo("/sign-in?ended=sso_signed_out", [], 303);
  const { key } = await signingPair(provider);
  const client = clientOf({ ...connection, endSessionUrl: url }, newMessageId(), key);
  const profile = { ...profileOf(connection, { ...noNames, nameId: asked.nameId }), ID: asked.id };
  const location = await client.getLogoutResponseUrlAsync(profile, relayState ?? "", {}, isKnown);
  return sendTo(asSigned(location), [], 303);
}

async function follow(provider: Provider, message: Message, request: RequestOrigin): Promise<Response> {
  const { connection } = provider;
  if (message.kind === "SAMLRequest") {
    const asked = readLogoutRequest(connection, message.root);
    const isKnown = await endNamed(provider, asked, request);
    return answerTo(provider, asked, isKnown, message.relayState);
  }
  const isDone = readLogoutResponse(connection, message.root);
  return sendTo(`/sign-in?ended=${isDone ? "sso_signed_out" : "sso_kept"}`, [], 303);
}

/**
 * Receives a message about signing out that a browser brings from a SAML provider: its request, which ends the sign-ins
 * that it names, or its answer to ours (SAML 2.0 profiles, §4.4). One that is not signed changes nothing.
 */
export async function receiveLogout(
  { connectionId, ...arrived }: ConnectionParams & Arrived,
  request: RequestOrigin,
): Promise<Response> {
  await throttleCaller(request, logouts);
  const connection = await db.ssoConnection.findUnique({
    where: { id: connectionId },
    include: withMappings,
  });
  const isSaml = connection?.kind === "saml";
  try {
    if (!isSaml) throw new Error("There is no such SAML connection.");
    const message = await readMessage(connection, arrived as Arrived);
    return await follow(await withOrganization(connection), message, request);
  } catch (error) {
    // The page says no more, because anybody can send a message here.
    const [why] = (error as Error).message.split(":");
    log.info({ why, connectionId }, "a message about signing out was refused");
    return sendTo("/sign-in?ended=sso_kept", [], 303);
  }
}
