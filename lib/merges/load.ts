import "server-only";
import type { Actor } from "@/lib/actor/actor";
import { customMap } from "@/lib/contract/metadata";
import { mostTags } from "@/lib/contract/tags";
import { toIdentityDto } from "@/lib/identities/dto";
import {
  everySessionOf,
  factsOf,
  identitiesBy,
  type OwnIdentity,
  ownIdentityOf,
} from "@/lib/identities/load";
import type { MergeInput, MergeProblem } from "@/lib/merges/schema";
import type { Transaction } from "@/lib/platform/db";
import { openCustomFields } from "@/lib/vault/custom-fields";

export type Merging = { primary: OwnIdentity; others: OwnIdentity[] };

/** Finds the identities of a merge by id or external reference. @throws AppError not_found */
export async function namedIn(actor: Actor, input: MergeInput): Promise<Merging> {
  const primary = await ownIdentityOf(actor, input.primaryIdentityId);
  const others: OwnIdentity[] = [];
  for (const id of input.secondaryIdentityIds) {
    const other = await ownIdentityOf(actor, id);
    // An identity may be named twice, by its id and by its reference.
    if (!others.some(({ pk }) => pk === other.pk)) others.push(other);
  }
  return { primary, others };
}

/** The tags that the identity which remains would have. */
export const tagsOf = ({ primary, others }: Merging): string[] => [
  ...new Set([primary, ...others].flatMap(({ tags }) => tags)),
];

/** Identities as lists have them: an answer to a write may be stored, so it has no values of the person. */
export async function describeListed(actor: Actor, { primary, others }: Merging) {
  const rows = await identitiesBy(
    actor,
    [primary, ...others].map(({ pk }) => pk),
  );
  const facts = await factsOf(actor, rows);
  const described = new Map(rows.map((row) => [row.pk, toIdentityDto(row, facts(row))]));
  const of = ({ pk }: OwnIdentity) => described.get(pk) ?? toIdentityDto(primary, facts(primary));
  return { primary: of(primary), secondaries: others.map(of) };
}

/** The custom fields that the identity which remains would have: its own count before those of the others. */
export async function fieldsOf(
  { scope: { organizationId } }: Actor,
  { primary, others }: Merging,
): Promise<{ fields: Record<string, unknown>; dropped: number; unreadable: string | null }> {
  let fields: Record<string, unknown> = {};
  let total = 0;
  for (const one of [primary, ...others]) {
    const held = await openCustomFields(organizationId, one.id, one.sealed);
    if (!held) return { fields, dropped: 0, unreadable: one.id };
    fields = { ...held, ...fields };
    total += Object.keys(held).length;
  }
  return { fields, dropped: total - Object.keys(fields).length, unreadable: null };
}

/** The flag that remains, that of the first identity if it has one, and those of the others that do not. */
export function flagsOf({ primary, others }: Merging) {
  const [kept, ...more] = [primary, ...others].filter(({ isFlagged }) => isFlagged);
  const dropped = more.flatMap(({ id, flagReason: reason }) => (reason ? [{ identityId: id, reason }] : []));
  return { kept, isMoved: kept !== undefined && kept.pk !== primary.pk, dropped };
}

/** What prevents a merge, in words that the caller may read. */
export async function problemsOf(
  tx: Pick<Transaction, "session">,
  actor: Actor,
  merging: Merging,
): Promise<MergeProblem[]> {
  const { primary, others } = merging;
  const problems: MergeProblem[] = [];
  const add = (code: MergeProblem["code"], identityId: string, detail: string) =>
    problems.push({ code, identityId, detail });
  for (const one of [primary, ...others]) {
    if (one.status === "merged") add("merged", one.id, `${one.id} has been merged into another identity.`);
    else if (one.redactedAt) add("redacted", one.id, `${one.id} has been redacted.`);
    // The day of archiving ends the relation with the person, and retention of the sessions counts from it.
    else if (one.archivedAt) add("archived", one.id, `${one.id} is archived. Restore it first.`);
  }
  if (others.some(({ pk }) => pk === primary.pk))
    add("same", primary.id, "An identity cannot be merged into itself.");
  if (tagsOf(merging).length > mostTags)
    add("tags", primary.id, `Together they have more than ${mostTags} tags.`);
  const { fields, unreadable } = await fieldsOf(actor, merging);
  if (unreadable) add("custom_fields", unreadable, `The custom fields of ${unreadable} cannot be read.`);
  else if (!customMap.safeParse(fields).success)
    add("custom_fields", primary.id, "Together their custom fields are too many or too long.");
  for (const one of [primary, ...others]) {
    const where = { ...everySessionOf(actor, one), isRestricted: true };
    if (await tx.session.findFirst({ where, select: { pk: true } }))
      add(
        "restricted",
        one.id,
        `The processing of sessions of ${one.id} is restricted (GDPR Art. 18). Lift the restriction first.`,
      );
  }
  return problems;
}
