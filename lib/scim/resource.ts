import "server-only";
import type { Caller } from "@/lib/auth/scim-token";
import { instant } from "@/lib/format/instant";
import type { Transaction } from "@/lib/platform/db";
import { env } from "@/lib/platform/env";
import type { Member, ScimGroup, ScimUser } from "@/lib/platform/generated/client";
import { type Kind, type Resource, urn } from "@/lib/scim/attributes";

/** The address below which SCIM is served. */
export const baseUrl = () => `${env().publicUrl}/api/scim/v2`;

const metaOf = (kind: Kind, id: string, created: Date, changed: Date) => ({
  resourceType: kind,
  created: instant(created),
  lastModified: instant(changed),
  location: `${baseUrl()}/${kind}s/${id}`,
});

export type UserRow = Member & {
  own: ScimUser | undefined;
  groups: Pick<ScimGroup, "id" | "displayName">[];
};

/** So many members are looked up by their keys; more, all at once. */
const mostKeys = 1_000;

/** Adds to members what SCIM says of them, and their groups of the caller's connection. */
export async function withUser(
  tx: Pick<Transaction, "scimUser" | "scimGroupMember">,
  { actor, connection }: Caller,
  members: readonly Member[],
): Promise<UserRow[]> {
  const { organizationPk } = actor.scope;
  const pks = members.map(({ pk }) => pk);
  const where = { organizationPk, ...(pks.length <= mostKeys && { memberPk: { in: pks } }) };
  const users = await tx.scimUser.findMany({ where });
  const grouped = await tx.scimGroupMember.findMany({
    where: { ...where, group: { organizationPk, connectionPk: connection.pk } },
    select: { memberPk: true, group: { select: { id: true, displayName: true } } },
    orderBy: { groupId: "asc" },
  });
  const groups = new Map<bigint, UserRow["groups"]>();
  for (const { memberPk, group } of grouped) groups.set(memberPk, [...(groups.get(memberPk) ?? []), group]);
  const own = new Map(users.map((each) => [each.memberPk, each]));
  return members.map((member) => ({
    ...member,
    own: own.get(member.pk),
    groups: groups.get(member.pk) ?? [],
  }));
}

/** Shows a member as a user of SCIM. */
export function toUser(row: UserRow): Resource {
  const { own } = row;
  const name = {
    formatted: row.name,
    ...(own?.givenName && { givenName: own.givenName }),
    ...(own?.familyName && { familyName: own.familyName }),
  };
  const changed = Math.max(
    row.createdAt.getTime(),
    own?.updatedAt.getTime() ?? 0,
    row.removedAt?.getTime() ?? 0,
  );
  return {
    schemas: [urn.user],
    id: row.id,
    ...(own?.externalId && { externalId: own.externalId }),
    userName: row.email,
    name,
    displayName: row.name,
    active: row.removedAt === null,
    emails: [{ value: row.email, type: "work", primary: true }],
    groups: row.groups.map((group) => ({
      value: group.id,
      display: group.displayName,
      $ref: `${baseUrl()}/Groups/${group.id}`,
    })),
    meta: metaOf("User", row.id, row.createdAt, new Date(changed)),
  };
}

export type GroupRow = ScimGroup & { members: { member: Pick<Member, "id" | "name"> }[] };
export const withMembers = {
  members: { select: { member: { select: { id: true, name: true } } }, orderBy: { memberPk: "asc" } },
} as const;

/** Shows a group of SCIM. */
export const toGroup = (row: GroupRow): Resource => ({
  schemas: [urn.group],
  id: row.id,
  ...(row.externalId && { externalId: row.externalId }),
  displayName: row.displayName,
  members: row.members.map(({ member }) => ({
    value: member.id,
    display: member.name,
    $ref: `${baseUrl()}/Users/${member.id}`,
  })),
  meta: metaOf("Group", row.id, row.createdAt, row.updatedAt),
});
