import "server-only";
import type { Environment, Person, RequestOrigin } from "@/lib/actor/actor";
import { mintActor } from "@/lib/actor/mint";
import { type MemberStanding, mustAddFactor, permissionsOfMember, type Role } from "@/lib/actor/permissions";
import type { Language } from "@/lib/language/languages";

/** A member's row as a statement of findPerson returns it. */
export const standing = <
  M extends { secondFactorSince: Date | null; organization: { id: string; secondFactorRoles: Role[] } },
>(
  member: M,
) => ({
  ...member,
  organizationId: member.organization.id,
  secondFactorRoles: member.organization.secondFactorRoles,
  hasSecondFactor: member.secondFactorSince !== null,
});

/** What an actor is made of. */
export type MemberRow = MemberStanding & {
  id: string;
  name: string;
  email: string;
  roles: Role[];
  organizationPk: bigint;
  organizationId: string;
  capacity: number | null;
  awayUntil: Date | null;
  queues: string[];
  language: Language;
  timeZone: string;
};

/** Makes the actor of a member with their current permissions. */
export function personActor(
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
    permissions: permissionsOfMember(member),
    request,
  });
  const { capacity, awayUntil, queues, language, timeZone } = member;
  return Object.assign(actor, {
    member: { id, name, email, roles, language, timeZone },
    mustAddFactor: mustAddFactor(member),
    signInId,
    work: { capacity, awayUntil, queues },
  });
}
