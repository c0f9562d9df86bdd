import "server-only";
import type { Actor, Environment, Person, RequestOrigin } from "@/lib/actor/actor";
import { accountAddress } from "@/lib/auth/address";
import { type MemberRow, personActor, standing } from "@/lib/auth/person";
import type { ProviderSession } from "@/lib/auth/sso-attempt";
import { beginTry, countCode } from "@/lib/auth/throttle";
import { idleMinutes } from "@/lib/browser/presence";
import { recordFailure } from "@/lib/events/denial";
import { recordLook } from "@/lib/events/looks";
import { recordEvent } from "@/lib/events/record";
import { signInHours } from "@/lib/members/policy";
import { type FactorOwner, takeSecondFactor } from "@/lib/members/second-factor";
import { db, type Transaction } from "@/lib/platform/db";
import { prepared } from "@/lib/platform/db-client";
import { Prisma } from "@/lib/platform/generated/client";
import { newId } from "@/lib/platform/id";
import { isPassword } from "@/lib/platform/password";
import { callerPointSql, isRead, rememberPoint } from "@/lib/platform/replicas";

/** Every refusal takes at least this long, so that its duration does not reveal whether the account exists. */
const refusalMs = 80;

const minutes = (count: number) => count * 60_000;

type Candidate = {
  email: string;
  password: string;
  /** A code of the authenticator app, or a recovery code. */
  code?: string;
  userAgent?: string;
  /** Ids of members who have signed in with this browser before, from the known-browser cookie. */
  knownMembers?: readonly string[];
};

/** The password is right, but the account also asks for a code, and none or a wrong one was given. */
export class CodeNeeded extends Error {
  constructor(readonly isWrong: boolean) {
    super(isWrong ? "code_wrong" : "code_needed");
  }
}

/** The password is right, but members of this organization sign in by single sign-on alone. */
export class SsoOnly extends Error {
  constructor() {
    super("sso_only");
  }
}

/**
 * Checks an e-mail address, a password and, where the member has a second factor, its code, and starts a sign-in.
 * @returns the id for the cookie, or null when the address or the password is wrong
 * @throws CodeNeeded when the code is missing or wrong; SsoOnly; AppError rate_limited like {@link beginTry}
 */
export async function signIn(candidate: Candidate, request: RequestOrigin): Promise<string | null> {
  const email = accountAddress(candidate.email);
  const member = await db.member.findUnique({ where: { email }, include: { organization: true } });
  const actor = member && personActor(standing(member), "live", "", request);
  const isKnown = member !== null && (candidate.knownMembers ?? []).includes(member.id);
  const attempt = await beginTry(email, request, isKnown).catch(async (error) => {
    await recordThrottled(actor, request);
    throw error;
  });
  const refusal = new Promise((resolve) => setTimeout(resolve, refusalMs));
  const isRight = await isPassword(candidate.password, member?.passwordHash ?? null);
  if (!member || !actor || !isRight || member.removedAt) {
    await attempt.fail();
    if (actor) await recordEvent(db, actor, { type: "sign-in.refused", metadata: {} });
    else await recordFailure({ door: "sign_in", why: "unknown address" }, request);
    await refusal;
    return null;
  }
  await refuseSsoOnly(member, actor);
  const { secondFactor, succeed } = await takeCode(member, actor, candidate.code, isKnown);
  // A missing code neither counts as a failure nor clears earlier ones: else it would make room for wrong codes.
  if (secondFactor === "missing") throw new CodeNeeded(false);
  const { userAgent } = candidate;
  const isWrong = secondFactor === "wrong";
  const id = isWrong
    ? null
    : await startSignIn(member, actor, { userAgent, secondFactor }, isUnchanged(member));
  if (id) {
    await Promise.all([attempt.succeed(), succeed()]);
    return id;
  }
  await attempt.fail();
  await recordEvent(db, actor, {
    type: "sign-in.refused",
    metadata: isWrong ? { secondFactor: "wrong" } : {},
  });
  await refusal;
  if (isWrong) throw new CodeNeeded(true);
  return null;
}

/**
 * Refuses a member who has proven who they are, but may sign in at an identity provider alone.
 * @throws SsoOnly
 */
export async function refuseSsoOnly(
  { isBreakGlass, organization }: { isBreakGlass: boolean; organization: { ssoOnly: boolean } },
  actor: Person,
): Promise<void> {
  if (!organization.ssoOnly || isBreakGlass) return;
  await recordEvent(db, actor, { type: "sign-in.refused", metadata: { ssoOnly: true } });
  throw new SsoOnly();
}

/**
 * Counts and checks the code of a second factor.
 * @throws AppError rate_limited after too many codes
 */
async function takeCode(member: FactorOwner, actor: Person, code: string | undefined, isKnown: boolean) {
  const isCounted = member.secondFactorSince !== null && Boolean(code?.trim());
  const succeed = isCounted
    ? await countCode(member.id, isKnown).catch(async (error) => {
        await recordThrottled(actor, actor.request);
        throw error;
      })
    : async () => undefined;
  return { secondFactor: await takeSecondFactor(db, member, code), succeed };
}

type SecondFactor = "app" | "recovery-code" | "passkey" | null;

type Owner = FactorOwner & { passwordHash: string | null };

/** Returns whether the password and the second factor are still those that the attempt was checked against. */
const isUnchanged =
  ({ organizationPk, pk, passwordHash, totpSince, secondFactorSince }: Owner) =>
  async (tx: Transaction) =>
    (await tx.member.count({ where: { organizationPk, pk, passwordHash, totpSince, secondFactorSince } })) ===
    1;

/**
 * Starts a sign-in.
 * @param isStillGood called with the member's row locked: whether what was checked is still in force, because it may
 *   have lost it while the attempt waited
 * @returns null when it is not, or the member was removed
 * @throws SsoOnly when members of the organization sign in by single sign-on alone
 */
export async function startSignIn(
  member: Pick<FactorOwner, "organizationPk" | "pk">,
  actor: Person,
  { userAgent, secondFactor }: { userAgent: string | undefined; secondFactor: SecondFactor },
  isStillGood: (tx: Transaction) => Promise<boolean>,
): Promise<string | null> {
  const { organizationPk, pk: memberPk } = member;
  return db.$transaction(async (tx) => {
    // A change of the organization or the account locks the row first: it ends this sign-in, or is seen here.
    await tx.$queryRaw`SELECT 1 FROM organizations WHERE pk = ${organizationPk} FOR SHARE`;
    await tx.$queryRaw`SELECT 1 FROM members WHERE organization_pk = ${organizationPk} AND pk = ${memberPk} FOR SHARE`;
    const where = { organizationPk, pk: memberPk, removedAt: null };
    if ((await tx.member.count({ where })) === 0 || !(await isStillGood(tx))) return null;
    const byProvider = { ...where, isBreakGlass: false, organization: { ssoOnly: true } };
    if ((await tx.member.count({ where: byProvider })) > 0) throw new SsoOnly();
    return storeSignIn(tx, memberPk, actor, { userAgent, metadata: secondFactor ? { secondFactor } : {} });
  });
}

type NewSignIn = {
  userAgent: string | undefined;
  metadata: { secondFactor?: NonNullable<SecondFactor>; connectionId?: string };
  /** The provider of a single sign-on asks for a second factor. */
  providerAsksFactor?: boolean;
  /** How the provider calls this sign-in, to sign out there too. */
  providerSession?: ProviderSession | null;
};

/** Stores a sign-in of a locked member. @returns its id for the cookie */
export async function storeSignIn(
  tx: Transaction,
  memberPk: bigint,
  actor: Actor,
  { userAgent, metadata, providerAsksFactor = false, providerSession }: NewSignIn,
): Promise<string> {
  const id = newId("sgn");
  const expiresAt = new Date(Date.now() + signInHours * minutes(60));
  const { ipAddress } = actor.request;
  const browser = { ipAddress, userAgent: userAgent?.slice(0, 300) };
  const { connectionId } = metadata;
  const byProvider = { connectionId, providerAsksFactor, providerSession: providerSession ?? undefined };
  await tx.signIn.create({ data: { id, memberPk, expiresAt, ...browser, ...byProvider } });
  await recordEvent(tx, actor, { type: "sign-in.succeeded", metadata });
  return id;
}

/** Records a throttled sign-in at most once a minute, under the account's name if the account exists. */
const recordThrottled = (actor: Person | null, request: RequestOrigin) =>
  actor
    ? recordLook(actor, { about: "throttled", event: { type: "sign-in.throttled", metadata: {} } })
    : recordFailure({ door: "sign_in", why: "too many attempts" }, request);

/**
 * Returns the person of a sign-in with their current roles.
 * @returns null when the sign-in has ended or the member is removed
 */
export async function findPerson(
  signInId: string,
  environment: Environment,
  request: RequestOrigin,
): Promise<Person | null> {
  const [found] = await db.$queryRaw<FoundSignIn[]>`${Prisma.raw(prepared)}
    SELECT s.pk AS "signInPk", s.revoked_at AS "revokedAt", s.expires_at AS "expiresAt", s.last_seen_at AS "lastSeenAt",
      m.id, m.name, m.email, m.roles::text[] AS roles, m.removed_at AS "removedAt", m.capacity, m.language::text AS language, m.time_zone AS "timeZone", m.away_until AS "awayUntil",
      coalesce(m.queues, '{}') AS queues, CASE WHEN s.connection_id IS NULL THEN m.second_factor_since IS NOT NULL ELSE s.provider_asks_factor END AS "hasSecondFactor",
      o.second_factor_roles::text[] AS "secondFactorRoles", o.pk AS "organizationPk", o.id AS "organizationId", ${callerPointSql()} AS point
    FROM sign_ins s JOIN members m ON m.pk = s.member_pk JOIN organizations o ON o.pk = m.organization_pk
    WHERE s.id = ${signInId}`;
  const now = Date.now();
  if (!found || found.revokedAt || found.expiresAt.getTime() <= now || found.removedAt) return null;
  if (now - found.lastSeenAt.getTime() > minutes(idleMinutes)) return null;
  if (now - found.lastSeenAt.getTime() > minutes(1)) {
    await db.signIn.update({
      where: { pk: found.signInPk },
      data: { lastSeenAt: new Date(now) },
      select: { pk: true },
    });
  }
  const person = personActor(found, environment, signInId, request);
  if (isRead(request)) rememberPoint(person, found.point);
  return person;
}

type FoundSignIn = MemberRow & {
  point: string | null;
  signInPk: bigint;
  revokedAt: Date | null;
  expiresAt: Date;
  lastSeenAt: Date;
  removedAt: Date | null;
};

/** Returns whether a sign-in is still valid. The call does not count as activity. */
export async function isSignedIn(signInId: string): Promise<boolean> {
  const found = await db.signIn.findUnique({
    where: { id: signInId },
    select: { revokedAt: true, expiresAt: true, lastSeenAt: true, member: { select: { removedAt: true } } },
  });
  const now = Date.now();
  return (
    found !== null &&
    !found.revokedAt &&
    !found.member.removedAt &&
    found.expiresAt.getTime() > now &&
    now - found.lastSeenAt.getTime() <= minutes(idleMinutes)
  );
}

/** Ends this sign-in, or every sign-in of the person. */
export async function signOut(person: Person, everywhere: boolean): Promise<void> {
  const revokedAt = new Date();
  await db.$transaction(async (tx) => {
    const where = everywhere ? { member: { id: person.member.id } } : { id: person.signInId };
    await tx.signIn.updateMany({ where: { ...where, revokedAt: null }, data: { revokedAt } });
    await recordEvent(tx, person, { type: "sign-in.ended", metadata: { everywhere } });
  });
}

/** Ends a sign-in by its id from the sign-in cookie. A sign-in that has ended stays as it is. */
export async function endSignIn(signInId: string): Promise<void> {
  const person = await findPerson(signInId, "live", {});
  if (person) await signOut(person, false);
}

/** Returns the public id of a sign-in's member. */
export async function memberOf(signInId: string): Promise<string | null> {
  const where = { id: signInId };
  const found = await db.signIn.findUnique({ where, select: { member: { select: { id: true } } } });
  return found?.member.id ?? null;
}
