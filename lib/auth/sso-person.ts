import "server-only";
import type { Actor, RequestOrigin } from "@/lib/actor/actor";
import { mintActor } from "@/lib/actor/mint";
import { mustAddFactor } from "@/lib/actor/permissions";
import { personActor, standing } from "@/lib/auth/person";
import { storeSignIn } from "@/lib/auth/sign-in";
import type { Claims } from "@/lib/auth/sso-claims";
import { recordEvent } from "@/lib/events/record";
import {
  announceReleased,
  giveRolesOrKeep,
  join,
  lockMember,
  type ReleasedCases,
} from "@/lib/membership/changes";
import { db, type Transaction } from "@/lib/platform/db";
import type { Organization } from "@/lib/platform/generated/client";
import { type ConnectionRow, groupsOf, isProven, withMappings } from "@/lib/single-sign-on/load";
import { domainOf, rolesOf } from "@/lib/single-sign-on/policy";

/** What the sign-in page says of a refusal. */
export type RefusalPage = "sso_failed" | "sso_no_access" | "sso_second_factor";

/** A person who has signed in at the provider may not enter. The message is for admins. */
export class SsoRefusal extends Error {
  constructor(
    message: string,
    readonly page: RefusalPage = "sso_no_access",
    /** The member whose sign-ins by this connection end, because the provider gives them no role. */
    readonly memberPk: bigint | null = null,
  ) {
    super(message);
  }
}

export type Provider = { connection: ConnectionRow; organization: Organization };

/** The actor of what single sign-on does by itself. */
export const ssoActor = ({ connection, organization }: Provider, request: RequestOrigin): Actor =>
  mintActor({
    kind: "job",
    id: connection.id,
    name: "single sign-on",
    scope: { organizationPk: organization.pk, organizationId: organization.id, environment: "live" },
    permissions: new Set(),
    request,
  });

type Readable = Pick<Transaction, "ssoIdentity" | "ssoDomain" | "member" | "scimGroup">;

const linkedTo = async (tx: Readable, { connection }: Provider, subject: string) => {
  const { organizationPk, pk: connectionPk } = connection;
  const where = { organizationPk_connectionPk_subject: { organizationPk, connectionPk, subject } };
  const found = await tx.ssoIdentity.findUnique({ where, include: { member: true } });
  return found?.member ?? null;
};

/**
 * Refuses an address that is no proof of who somebody is: it must belong to a domain that the organization has proven,
 * and the provider must not say that it is unverified.
 */
async function requireProof(
  tx: Readable,
  { connection }: Provider,
  { email, isEmailVerified }: Claims,
): Promise<string> {
  if (!email) throw new SsoRefusal("The provider gives no e-mail address.");
  if (isEmailVerified === false)
    throw new SsoRefusal("The provider says that the e-mail address is not verified.");
  if (!(await isProven(tx, connection.organizationPk, domainOf(email))))
    throw new SsoRefusal(`${domainOf(email)} is not a verified domain of the organization.`);
  return email;
}

/**
 * Says which member a subject is: the one that it was linked to, else the one with its e-mail address.
 * @returns the member; or the address of a person who may become one
 * @throws SsoRefusal
 */
export async function whoIs(tx: Readable, provider: Provider, claims: Claims) {
  const { connection, organization } = provider;
  const linked = await linkedTo(tx, provider, claims.subject);
  if (linked?.removedAt) throw new SsoRefusal("The member was removed.");
  if (linked) return { member: linked, isLinked: true as const };
  const email = await requireProof(tx, provider, claims);
  const member = await tx.member.findUnique({ where: { email } });
  if (member && (member.removedAt || member.organizationPk !== organization.pk))
    throw new SsoRefusal("The e-mail address has an account that is not a member here, or had one.");
  if (!member && !connection.createsMembers)
    throw new SsoRefusal("There is no member with this e-mail address, and the connection creates none.");
  return { member, isLinked: false as const, email };
}

type Found = Awaited<ReturnType<typeof whoIs>>;

/**
 * The roles that the person is to have, by the groups of the claim and those that SCIM has given; null keeps the roles
 * that the member has.
 */
export async function wantedRoles(tx: Readable, { connection }: Provider, found: Found, { groups }: Claims) {
  if (found.member && connection.mappings.length === 0) return null;
  const provided = found.member ? await groupsOf(tx, connection, found.member.pk) : [];
  const roles = rolesOf([...groups, ...provided], connection);
  if (roles.length === 0)
    throw new SsoRefusal("The groups give no role.", "sso_no_access", found.member?.pk ?? null);
  return roles;
}

/** Finds or creates the member, links the subject, and gives the roles. */
async function settle(tx: Transaction, actor: Actor, provider: Provider, claims: Claims) {
  const found = await whoIs(tx, provider, claims);
  const roles = await wantedRoles(tx, provider, found, claims);
  let released: ReleasedCases = [];
  let memberId = found.member?.id;
  if (memberId === undefined) {
    const { email = "" } = found as { email?: string };
    memberId = (await join(tx, actor, { email, name: claims.name || email, roles: roles ?? [] })).id;
  }
  const member = await lockMember(tx, actor.scope.organizationPk, memberId);
  const { pk: memberPk } = member;
  if (found.member && roles) released = await giveRolesOrKeep(tx, actor, member, roles);
  if (!found.isLinked) {
    const { organizationPk, pk: connectionPk, id: connectionId } = provider.connection;
    const { subject } = claims;
    const other = { organizationPk, connectionPk, memberPk };
    if ((await tx.ssoIdentity.count({ where: other })) > 0)
      throw new SsoRefusal("Another subject of the provider is linked to this member.");
    await tx.ssoIdentity.create({ data: { ...other, subject }, select: { subject: true } });
    await recordEvent(tx, actor, {
      type: "sso.member-linked",
      metadata: { connectionId },
      resource: { type: "member", id: memberId },
    });
  }
  return { memberPk, memberId, released };
}

/** Reads a connection anew under the lock of the organization. @throws SsoRefusal when it is another, or off */
async function current(tx: Transaction, { connection, organization }: Provider): Promise<Provider> {
  const { organizationPk, pk, issuer, clientId } = connection;
  await tx.$queryRaw`SELECT 1 FROM organizations WHERE pk = ${organizationPk} FOR UPDATE`;
  const where = { organizationPk, pk, enabled: true, issuer, clientId };
  const now = await tx.ssoConnection.findFirst({ where, include: withMappings });
  if (!now) throw new SsoRefusal("The connection was switched off or changed meanwhile.", "sso_failed");
  return { connection: now, organization };
}

/**
 * Signs in the person whom a provider has named.
 * @returns the id of the sign-in for the cookie, and that of the member
 * @throws SsoRefusal
 */
export async function enter(
  given: Provider,
  claims: Claims,
  { request, userAgent }: { request: RequestOrigin; userAgent: string | undefined },
): Promise<{ signInId: string; memberId: string }> {
  const actor = ssoActor(given, request);
  const done = await db.$transaction(async (tx) => {
    const provider = await current(tx, given);
    const { connection } = provider;
    const { memberPk, memberId, released } = await settle(tx, actor, provider, claims);
    const member = await tx.member.findUniqueOrThrow({
      where: { pk: memberPk },
      include: { organization: true },
    });
    const now = { ...standing(member), hasSecondFactor: connection.asksSecondFactor };
    if (mustAddFactor(now))
      throw new SsoRefusal("A role of the member requires a second factor.", "sso_second_factor");
    const signInId = await storeSignIn(tx, memberPk, personActor(now, "live", "", request), {
      userAgent,
      metadata: { connectionId: connection.id },
      providerAsksFactor: connection.asksSecondFactor,
      providerSession: claims.providerSession,
    });
    return { signInId, memberId, released };
  });
  announceReleased(done.released);
  return done;
}
