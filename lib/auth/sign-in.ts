import "server-only";
import { recordEvent } from "@/lib/audit/record";
import type { Actor, Environment, RequestOrigin } from "@/lib/auth/actor";
import { mintActor } from "@/lib/auth/mint";
import { isPassword } from "@/lib/auth/password";
import { permissionsOfRoles, type Role } from "@/lib/auth/permissions";
import { mac } from "@/lib/platform/crypto";
import { db, prepared } from "@/lib/platform/db";
import { Prisma } from "@/lib/platform/generated/client";
import { newId } from "@/lib/platform/id";
import { installationKey } from "@/lib/platform/keys";
import { consume, forget } from "@/lib/platform/rate-limit";

/** A sign-in ends after this long without a request, and after the absolute time whatever happens. */
export const idleMinutes = 60;
export const absoluteHours = 8;

const perAccount = { name: "sign_in_account", points: 10, seconds: 900 };
const perAddress = { name: "sign_in_address", points: 50, seconds: 900 };

export type Person = Actor & {
  readonly member: { id: string; name: string; email: string; roles: Role[] };
  readonly signInId: string;
  /** How much of which queues the member works, as it is now. */
  readonly work: { capacity: number | null; awayUntil: Date | null; queues: readonly string[] };
};

/** Every refusal takes this long, so that its time does not tell whether the account exists. */
const refusalMs = 80;

/** Counters are kept under a keyed digest: they must not become a list of addresses that were typed. */
const throttleKey = async (value: string) =>
  mac(await installationKey("rate-limit"), value)
    .toString("hex")
    .slice(0, 32);

/** An IPv6 network of 64 bits is one caller. */
const network = (address = "unknown") =>
  address.includes(":") ? address.split(":").slice(0, 4).join(":") : address;

/** Counts a try of something that anybody may call, by the caller's network. @throws AppError rate_limited */
export const throttleCaller = async (request: RequestOrigin, limit = perAddress) =>
  consume(limit, await throttleKey(network(request.ipAddress)));

const minutes = (count: number) => count * 60_000;

type Candidate = { email: string; password: string; userAgent?: string };

/**
 * Checks an e-mail address and a password and opens a sign-in.
 * @returns the id the cookie carries, or null when address or password is wrong
 * @throws AppError rate_limited after 10 wrong tries for an account or 50 from an address within 15 minutes
 */
export async function signIn(candidate: Candidate, request: RequestOrigin): Promise<string | null> {
  const email = candidate.email.trim().toLowerCase();
  const account = await throttleKey(email);
  await throttleCaller(request);
  await consume(perAccount, account);
  const refusal = new Promise((resolve) => setTimeout(resolve, refusalMs));
  const member = await db.member.findUnique({ where: { email }, include: { organization: true } });
  const isRight = await isPassword(candidate.password, member?.passwordHash ?? null);
  if (!member) {
    await refusal;
    return null;
  }
  const actor = personActor({ ...member, organizationId: member.organization.id }, "live", "", request);
  if (!isRight || member.removedAt) {
    await recordEvent(db, actor, { type: "sign-in.refused", metadata: {} });
    await refusal;
    return null;
  }
  await forget(perAccount, account);
  const id = newId("sgn");
  await db.$transaction(async (tx) => {
    const expiresAt = new Date(Date.now() + absoluteHours * minutes(60));
    await tx.signIn.create({
      data: {
        id,
        memberPk: member.pk,
        expiresAt,
        ipAddress: request.ipAddress,
        userAgent: candidate.userAgent?.slice(0, 300),
      },
    });
    await recordEvent(tx, actor, { type: "sign-in.succeeded", metadata: {} });
  });
  return id;
}

/** The person behind a sign-in, as their roles are now. @returns null when it has ended or the member is removed */
export async function findPerson(
  signInId: string,
  environment: Environment,
  request: RequestOrigin,
): Promise<Person | null> {
  const [found] = await db.$queryRaw<FoundSignIn[]>`${Prisma.raw(prepared)}
    SELECT s.pk AS "signInPk", s.revoked_at AS "revokedAt", s.expires_at AS "expiresAt", s.last_seen_at AS "lastSeenAt",
      m.id, m.name, m.email, m.roles::text[] AS roles, m.removed_at AS "removedAt", m.capacity, m.away_until AS "awayUntil",
      coalesce(m.queues, '{}') AS queues, o.pk AS "organizationPk", o.id AS "organizationId"
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
  return personActor(found, environment, signInId, request);
}

type FoundSignIn = MemberRow & {
  signInPk: bigint;
  revokedAt: Date | null;
  expiresAt: Date;
  lastSeenAt: Date;
  removedAt: Date | null;
};

/** Whether a sign-in still holds. Asking does not count as activity. */
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

type MemberRow = {
  id: string;
  name: string;
  email: string;
  roles: Role[];
  organizationPk: bigint;
  organizationId: string;
  capacity: number | null;
  awayUntil: Date | null;
  queues: string[];
};

function personActor(
  member: MemberRow,
  environment: Environment,
  signInId: string,
  request: RequestOrigin,
): Person {
  const { id, name, email, roles, organizationPk, organizationId } = member;
  const actor = mintActor({
    kind: "person",
    id,
    name: email,
    scope: { organizationPk, organizationId, environment },
    permissions: permissionsOfRoles(roles),
    request,
  });
  const { capacity, awayUntil, queues } = member;
  return Object.assign(actor, {
    member: { id, name, email, roles },
    signInId,
    work: { capacity, awayUntil, queues },
  });
}
