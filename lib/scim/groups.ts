import "server-only";
import { z } from "zod";
import { authorizeProvider, type Caller } from "@/lib/auth/scim-token";
import { recordEvent } from "@/lib/events/record";
import { announceReleased, type ReleasedCases } from "@/lib/membership/changes";
import { db, type Transaction } from "@/lib/platform/db";
import type { Prisma } from "@/lib/platform/generated/client";
import { newId } from "@/lib/platform/id";
import type { Resource } from "@/lib/scim/attributes";
import { notThere, ScimError, wrongValue } from "@/lib/scim/error";
import type { Filter } from "@/lib/scim/filter";
import { type ListQuery, mostMatched, toPage } from "@/lib/scim/list";
import { applyPatch } from "@/lib/scim/patch";
import { type GroupRow, toGroup, withMembers } from "@/lib/scim/resource";
import { regrade } from "@/lib/scim/roles";

const mostGroups = 1_000;
/** A group may give thousands of members a role, each with what follows from it. */
const patient = { timeout: 60_000 };
const groupInput = z.object({
  displayName: z.string().trim().min(1).max(200),
  externalId: z.string().trim().max(250).nullish(),
  members: z
    .array(z.object({ value: z.string().max(128) }))
    .max(10_000)
    .nullish(),
});

/** Reads a group. @throws ScimError invalidValue */
function readGroup(resource: Resource) {
  const parsed = groupInput.safeParse(resource);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw wrongValue(`${issue?.path.join(".")}: ${issue?.message}`);
  }
  const { displayName, externalId, members } = parsed.data;
  const memberIds = [...new Set((members ?? []).map(({ value }) => value))];
  return { displayName, externalId: externalId || null, memberIds };
}
type Wanted = ReturnType<typeof readGroup>;

const scopeOf = ({ actor, connection }: Caller) => ({
  organizationPk: actor.scope.organizationPk,
  connectionPk: connection.pk,
});
const keyOf = ({ organizationPk, id }: { organizationPk: bigint; id: string }) => ({
  organizationPk_id: { organizationPk, id },
});

async function findGroup(tx: Pick<Transaction, "scimGroup">, caller: Caller, id: string): Promise<GroupRow> {
  const found = await tx.scimGroup.findFirst({ where: { ...scopeOf(caller), id }, include: withMembers });
  if (!found) throw notThere(id);
  return found;
}

const lock = (tx: Transaction, { actor }: Caller) =>
  tx.$queryRaw`SELECT 1 FROM organizations WHERE pk = ${actor.scope.organizationPk} FOR UPDATE`;

/** The condition of the database that is the whole of a filter, if it is one. */
function conditionOf(filter: Filter | null): Prisma.ScimGroupWhereInput | null {
  if (!filter) return {};
  const { attribute, value } = filter.exactly ?? {};
  if (value === undefined) return null;
  if (attribute === "displayName") return { displayName: { equals: value, mode: "insensitive" } };
  return attribute === "id" || attribute === "externalId" ? { [attribute]: value } : null;
}

/** Lists the groups of the caller's connection, the oldest first. */
export async function listGroups(caller: Caller, query: ListQuery) {
  authorizeProvider(caller);
  const condition = conditionOf(query.filter);
  const where = { ...scopeOf(caller), ...(condition && { AND: [condition] }) };
  const page = condition ? { skip: query.offset, take: query.limit } : { skip: 0, take: mostMatched };
  const rows = await db.scimGroup.findMany({ where, orderBy: { id: "asc" }, include: withMembers, ...page });
  const groups = rows.map(toGroup);
  if (condition) return toPage(groups, await db.scimGroup.count({ where }), query);
  const matching = groups.filter((group) => query.filter?.matches(group));
  return toPage(matching.slice(query.offset, query.offset + query.limit), matching.length, query);
}

/** Returns a group. @throws ScimError 404 */
export async function getGroup(caller: Caller, id: string): Promise<Resource> {
  authorizeProvider(caller);
  return toGroup(await findGroup(db, caller, id));
}

/** The members that a group names. @throws ScimError invalidValue for an id that is none of the organization's users */
async function membersOf(tx: Transaction, { actor }: Caller, ids: readonly string[]) {
  const { organizationPk } = actor.scope;
  const isShown = { scimUsers: { none: { organizationPk, isDeleted: true } } };
  const where = { organizationPk, id: { in: [...ids] }, ...isShown };
  const found = await tx.member.findMany({ where, select: { pk: true, id: true } });
  const known = new Set(found.map(({ id }) => id));
  const missing = ids.find((id) => !known.has(id));
  if (missing !== undefined) throw wrongValue(`${missing} is not a user.`);
  return found.map(({ pk }) => pk);
}

async function requireFreeName(tx: Transaction, caller: Caller, displayName: string) {
  const where = { ...scopeOf(caller), displayName };
  if ((await tx.scimGroup.count({ where })) > 0)
    throw new ScimError(409, "uniqueness", `There is a group ${displayName}.`);
}

/** Creates a group, and gives its users the roles of their groups. @throws ScimError uniqueness; invalidValue */
export async function createGroup(caller: Caller, given: Resource): Promise<Resource> {
  authorizeProvider(caller);
  const { displayName, externalId, memberIds } = readGroup(given);
  let released: ReleasedCases = [];
  const made = await db.$transaction(async (tx) => {
    await lock(tx, caller);
    await requireFreeName(tx, caller, displayName);
    if ((await tx.scimGroup.count({ where: scopeOf(caller) })) >= mostGroups)
      throw wrongValue(`A connection has at most ${mostGroups} groups.`);
    const id = newId("scg");
    const memberPks = await membersOf(tx, caller, memberIds);
    const { organizationPk } = scopeOf(caller);
    await tx.scimGroup.create({
      data: { ...scopeOf(caller), id, displayName, externalId },
      select: { id: true },
    });
    await tx.scimGroupMember.createMany({
      data: memberPks.map((memberPk) => ({ organizationPk, groupId: id, memberPk })),
    });
    await recordEvent(tx, caller.actor, {
      type: "scim.group-created",
      metadata: { name: displayName, members: memberPks.length },
      resource: { type: "scim_group", id },
    });
    released = await regrade(tx, caller, memberPks);
    return toGroup(await findGroup(tx, caller, id));
  }, patient);
  announceReleased(released);
  return made;
}

/** Changes a locked group. @returns the members whose roles may have changed */
async function change(tx: Transaction, caller: Caller, before: GroupRow, wanted: Wanted): Promise<bigint[]> {
  const { organizationPk, id: groupId } = before;
  if (wanted.displayName !== before.displayName) await requireFreeName(tx, caller, wanted.displayName);
  const where = { organizationPk, groupId };
  const rows = await tx.scimGroupMember.findMany({ where, select: { memberPk: true } });
  const now = new Set(rows.map(({ memberPk }) => memberPk));
  const then = new Set(await membersOf(tx, caller, wanted.memberIds));
  const added = [...then].filter((pk) => !now.has(pk));
  const removed = [...now].filter((pk) => !then.has(pk));
  await tx.scimGroupMember.deleteMany({ where: { ...where, memberPk: { in: removed } } });
  await tx.scimGroupMember.createMany({ data: added.map((memberPk) => ({ ...where, memberPk })) });
  const { displayName, externalId } = wanted;
  const data = { displayName, externalId, updatedAt: new Date() };
  await tx.scimGroup.update({ where: keyOf(before), data, select: { id: true } });
  const isRenamed = displayName !== before.displayName;
  if (isRenamed || added.length > 0 || removed.length > 0)
    await recordEvent(tx, caller.actor, {
      type: "scim.group-changed",
      metadata: { name: displayName, added: added.length, removed: removed.length },
      resource: { type: "scim_group", id: groupId },
    });
  return isRenamed ? [...now, ...then] : [...added, ...removed];
}

async function update(
  caller: Caller,
  id: string,
  changed: (before: Resource) => Resource,
): Promise<Resource> {
  authorizeProvider(caller);
  let released: ReleasedCases = [];
  const after = await db.$transaction(async (tx) => {
    await lock(tx, caller);
    const before = await findGroup(tx, caller, id);
    const touched = await change(tx, caller, before, readGroup(changed(toGroup(before))));
    released = await regrade(tx, caller, touched);
    return toGroup(await findGroup(tx, caller, id));
  }, patient);
  announceReleased(released);
  return after;
}

/** Replaces a group. @throws ScimError */
export const replaceGroup = (caller: Caller, id: string, given: Resource): Promise<Resource> =>
  update(caller, id, () => given);

/** Changes parts of a group. @throws ScimError */
export const patchGroup = (caller: Caller, id: string, body: unknown): Promise<Resource> =>
  update(caller, id, (before) => applyPatch(before, body, "Group"));

/** Deletes a group. Its users lose the roles that only it gave. @throws ScimError 404 */
export async function deleteGroup(caller: Caller, id: string): Promise<void> {
  authorizeProvider(caller);
  let released: ReleasedCases = [];
  await db.$transaction(async (tx) => {
    await lock(tx, caller);
    const row = await findGroup(tx, caller, id);
    const { organizationPk } = row;
    const members = await tx.scimGroupMember.findMany({ where: { organizationPk, groupId: id } });
    await tx.scimGroup.delete({ where: keyOf(row), select: { id: true } });
    await recordEvent(tx, caller.actor, {
      type: "scim.group-deleted",
      metadata: { name: row.displayName },
      resource: { type: "scim_group", id },
    });
    released = await regrade(
      tx,
      caller,
      members.map(({ memberPk }) => memberPk),
    );
  }, patient);
  announceReleased(released);
}
