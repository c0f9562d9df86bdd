import "server-only";
import { z } from "zod";
import type { Actor } from "@/lib/actor/actor";
import { accountAddress } from "@/lib/auth/address";
import { authorizeProvider, type Caller } from "@/lib/auth/scim-token";
import { recordEvent } from "@/lib/events/record";
import { isEmailAddress } from "@/lib/format/contact";
import { announceReleased, comeBack, join, leave, type ReleasedCases } from "@/lib/membership/changes";
import { db, type Transaction } from "@/lib/platform/db";
import type { Prisma } from "@/lib/platform/generated/client";
import { booleanOf, type Resource } from "@/lib/scim/attributes";
import { notThere, ScimError, wrongValue } from "@/lib/scim/error";
import type { Filter } from "@/lib/scim/filter";
import { type ListQuery, mostMatched, toPage } from "@/lib/scim/list";
import { applyPatch } from "@/lib/scim/patch";
import { renew } from "@/lib/scim/renew";
import { toUser, type UserRow, withUser } from "@/lib/scim/resource";
import { isProven } from "@/lib/single-sign-on/load";
import { domainOf, rolesOf } from "@/lib/single-sign-on/policy";

const text = (most: number) => z.string().trim().max(most).nullish();
const userInput = z.object({
  userName: z.string().trim().max(254),
  externalId: text(250),
  displayName: text(120),
  name: z.object({ formatted: text(250), givenName: text(120), familyName: text(120) }).nullish(),
  active: z.unknown().optional(),
});

type Wanted = {
  email: string;
  name: string;
  isActive: boolean;
  own: { externalId: string | null; givenName: string | null; familyName: string | null };
};

/** Reads a user. @throws ScimError invalidValue */
function readUser(resource: Resource): Wanted {
  const parsed = userInput.safeParse(resource);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw wrongValue(`${issue?.path.join(".")}: ${issue?.message}`);
  }
  const { userName, externalId, displayName, name, active } = parsed.data;
  if (!isEmailAddress(userName)) throw wrongValue("userName must be an e-mail address.");
  const parts = [name?.givenName, name?.familyName].filter(Boolean).join(" ");
  return {
    email: accountAddress(userName),
    name: (displayName || name?.formatted || parts || userName).slice(0, 120),
    isActive: active === undefined || active === null ? true : booleanOf(active, "active"),
    own: {
      externalId: externalId || null,
      givenName: name?.givenName || null,
      familyName: name?.familyName || null,
    },
  };
}

/** The members that SCIM shows: all of the organization but those that it has deleted. */
const shown = (organizationPk: bigint): Prisma.MemberWhereInput => ({
  organizationPk,
  scimUsers: { none: { organizationPk, isDeleted: true } },
});

type Readable = Pick<Transaction, "member" | "scimUser" | "scimGroupMember">;

async function findUser(tx: Readable, caller: Caller, id: string): Promise<UserRow> {
  const where = { ...shown(caller.actor.scope.organizationPk), id };
  const found = await tx.member.findFirst({ where });
  const [row] = found ? await withUser(tx, caller, [found]) : [];
  if (!row) throw notThere(id);
  return row;
}

/** Every change of members waits for the one before, so that two cannot take away the last admin. */
const lock = (tx: Transaction, { actor }: Caller) =>
  tx.$queryRaw`SELECT 1 FROM organizations WHERE pk = ${actor.scope.organizationPk} FOR UPDATE`;

/** The condition of the database that is the whole of a filter, if it is one. */
function conditionOf(filter: Filter | null, organizationPk: bigint): Prisma.MemberWhereInput | null {
  if (!filter) return {};
  const { attribute, value } = filter.exactly ?? {};
  if (value === undefined) return null;
  if (attribute === "userName" || attribute === "emails") return { email: accountAddress(value) };
  if (attribute === "externalId") return { scimUsers: { some: { organizationPk, externalId: value } } };
  return attribute === "id" ? { id: value } : null;
}

/** Lists the users in the order in which they joined. */
export async function listUsers(caller: Caller, query: ListQuery) {
  authorizeProvider(caller);
  const { organizationPk } = caller.actor.scope;
  const condition = conditionOf(query.filter, organizationPk);
  const where = { ...shown(organizationPk), ...(condition && { AND: [condition] }) };
  const page = condition ? { skip: query.offset, take: query.limit } : { skip: 0, take: mostMatched };
  const rows = await db.member.findMany({ where, orderBy: { pk: "asc" }, ...page });
  const users = (await withUser(db, caller, rows)).map(toUser);
  if (condition) return toPage(users, await db.member.count({ where }), query);
  const matching = users.filter((user) => query.filter?.matches(user));
  return toPage(matching.slice(query.offset, query.offset + query.limit), matching.length, query);
}

/** Returns a user. @throws ScimError 404 */
export async function getUser(caller: Caller, id: string): Promise<Resource> {
  authorizeProvider(caller);
  return toUser(await findUser(db, caller, id));
}

const taken = (userName: string) => new ScimError(409, "uniqueness", `${userName} has an account.`);

/** Refuses an address in a domain that is not the organization's. */
async function requireOwn(tx: Transaction, { scope }: Actor, email: string): Promise<void> {
  if (!(await isProven(tx, scope.organizationPk, domainOf(email))))
    throw wrongValue(`${domainOf(email)} is not a verified domain of the organization.`);
}

/** Refuses an address in a domain that is not the organization's, and one that has an account. */
async function requireFree(tx: Transaction, { actor }: Caller, email: string): Promise<void> {
  await requireOwn(tx, actor, email);
  if (await tx.member.findUnique({ where: { email }, select: { pk: true } })) throw taken(email);
}

async function storeOwn(tx: Transaction, { actor }: Caller, memberPk: bigint, own: Wanted["own"]) {
  const { organizationPk } = actor.scope;
  const data = { ...own, isDeleted: false, updatedAt: new Date() };
  await tx.scimUser.upsert({
    where: { organizationPk_memberPk: { organizationPk, memberPk } },
    create: { organizationPk, memberPk, ...data },
    update: data,
  });
}

/**
 * Creates a user: a new member, or the one that SCIM has deleted before and that has the same address.
 * @throws ScimError uniqueness; invalidValue
 */
export async function createUser(caller: Caller, given: Resource): Promise<Resource> {
  authorizeProvider(caller);
  const { actor, connection } = caller;
  const { organizationPk } = actor.scope;
  const wanted = readUser(given);
  return db.$transaction(async (tx) => {
    await lock(tx, caller);
    const deleted = await tx.member.findFirst({
      where: {
        organizationPk,
        email: wanted.email,
        scimUsers: { some: { organizationPk, isDeleted: true } },
      },
    });
    if (deleted) await requireOwn(tx, actor, wanted.email);
    else await requireFree(tx, caller, wanted.email);
    const roles = rolesOf([], connection);
    const member = deleted ?? (await join(tx, actor, { email: wanted.email, name: wanted.name, roles }));
    await storeOwn(tx, caller, member.pk, wanted.own);
    if (deleted) {
      await renew(tx, member, { name: wanted.name, roles });
      if (wanted.isActive) await comeBack(tx, actor, member, roles);
    } else if (!wanted.isActive) await leave(tx, actor, member);
    return toUser(await findUser(tx, caller, member.id));
  });
}

/** Changes name, address and what SCIM keeps, and records which of them. */
async function change(tx: Transaction, caller: Caller, before: UserRow, wanted: Wanted): Promise<void> {
  const { own } = before;
  if (wanted.email !== before.email) {
    // A provider answers for the people of these domains. It must not make another member one of them.
    await requireOwn(tx, caller.actor, before.email);
    await requireFree(tx, caller, wanted.email);
  }
  const now = { userName: before.email, displayName: before.name, externalId: own?.externalId ?? null };
  const then = { userName: wanted.email, displayName: wanted.name, externalId: wanted.own.externalId };
  const fields = (["userName", "displayName", "externalId"] as const).filter(
    (name) => now[name] !== then[name],
  );
  await storeOwn(tx, caller, before.pk, wanted.own);
  if (fields.length === 0) return;
  const data = { email: wanted.email, name: wanted.name };
  await tx.member.update({ where: { pk: before.pk }, data, select: { pk: true } });
  await recordEvent(tx, caller.actor, {
    type: "scim.user-changed",
    metadata: { fields },
    resource: { type: "member", id: before.id },
  });
}

/** Lets a member leave, or come back. */
async function settle(tx: Transaction, { actor, connection }: Caller, row: UserRow, isActive: boolean) {
  if (isActive === (row.removedAt === null)) return [];
  if (!isActive) return leave(tx, actor, row);
  const groups = row.groups.map(({ displayName }) => displayName);
  await comeBack(tx, actor, row, connection.mappings.length > 0 ? rolesOf(groups, connection) : null);
  return [];
}

type Change = (before: Resource) => Resource;

async function update(caller: Caller, id: string, changed: Change): Promise<Resource> {
  authorizeProvider(caller);
  let released: ReleasedCases = [];
  const after = await db.$transaction(async (tx) => {
    await lock(tx, caller);
    const before = await findUser(tx, caller, id);
    const wanted = readUser(changed(toUser(before)));
    await change(tx, caller, before, wanted);
    released = await settle(tx, caller, before, wanted.isActive);
    return toUser(await findUser(tx, caller, id));
  });
  announceReleased(released);
  return after;
}

/**
 * Replaces a user. An absent `active` leaves it as it is.
 * @throws ScimError
 */
export const replaceUser = (caller: Caller, id: string, given: Resource): Promise<Resource> =>
  update(caller, id, ({ active }) => ({ active, ...given }));

/**
 * Changes parts of a user. A new name of parts is the name that colleagues see, unless that is given too.
 * @throws ScimError
 */
export const patchUser = (caller: Caller, id: string, body: unknown): Promise<Resource> =>
  update(caller, id, (before) => {
    const after = applyPatch(before, body, "User");
    const isRenamed = after.displayName === before.displayName && !Object.is(after.name, before.name);
    if (!isRenamed || JSON.stringify(after.name) === JSON.stringify(before.name)) return after;
    const { formatted, ...parts } = (after.name ?? {}) as { formatted?: string };
    const isSame = formatted === (before.name as { formatted?: string }).formatted;
    const { displayName: _, ...rest } = after;
    return { ...rest, name: isSame ? parts : { ...parts, formatted } } as Resource;
  });

/**
 * Deletes a user: the member leaves, and SCIM shows them no more. The account is kept for what they did.
 * @throws ScimError 404; AppError conflict for the only admin
 */
export async function deleteUser(caller: Caller, id: string): Promise<void> {
  authorizeProvider(caller);
  const { actor } = caller;
  const { organizationPk } = actor.scope;
  let released: ReleasedCases = [];
  await db.$transaction(async (tx) => {
    await lock(tx, caller);
    const row = await findUser(tx, caller, id);
    if (!row.removedAt) released = await leave(tx, actor, row);
    await tx.scimGroupMember.deleteMany({ where: { organizationPk, memberPk: row.pk } });
    await storeOwn(tx, caller, row.pk, { externalId: null, givenName: null, familyName: null });
    const where = { organizationPk_memberPk: { organizationPk, memberPk: row.pk } };
    await tx.scimUser.update({ where, data: { isDeleted: true }, select: { isDeleted: true } });
  });
  announceReleased(released);
}
