import "server-only";
import { type Actor, authorize, can } from "@/lib/actor/actor";
import { type Reread, reread } from "@/lib/intake/remap";
import { countHere, nextHere } from "@/lib/intake/remap-run";
import { openMapping } from "@/lib/intake/source";
import { db } from "@/lib/platform/db";
import { AppError } from "@/lib/platform/errors";
import type { RemapPreview, RemapQuery } from "@/lib/remaps/schema";
import { findSource } from "@/lib/sources/load";
import { mostCounted, type SourceParams } from "@/lib/sources/schema";

/** A page of a preview has so many sessions, or those that are read within so many milliseconds. */
const pageSize = 50;
const pageMs = 4000;

type Looked = { sessionId: string; outcome: Reread };

function summed(looked: readonly Looked[]): Omit<RemapPreview, "version" | "total" | "next"> {
  const of = (became: Reread["became"]) => looked.filter(({ outcome }) => outcome.became === became).length;
  const fields = new Map<string, number>();
  for (const { outcome } of looked)
    for (const name of outcome.fields ?? []) fields.set(name, (fields.get(name) ?? 0) + 1);
  return {
    looked: looked.length,
    updated: of("updated"),
    unchanged: of("unchanged"),
    leftAlone: of("left_alone"),
    unreadable: of("unreadable"),
    fields: [...fields]
      .map(([name, sessions]) => ({ name, sessions }))
      .toSorted((left, right) => right.sessions - left.sessions || left.name.localeCompare(right.name)),
    sessions: looked.flatMap(
      ({ sessionId, outcome: { became, reason = null, from, to = null, fields: changed = [] } }) =>
        became === "unchanged" ? [] : [{ sessionId, became, reason, from, to, fields: changed }],
    ),
  };
}

/**
 * Says what would change if the source's mapping of now were applied to what is kept of what its vendor sent, page by
 * page. Nothing is changed and nothing is fetched.
 * @throws AppError not_found
 */
export async function previewRemap(
  actor: Actor,
  { sourceId, after }: SourceParams & RemapQuery,
): Promise<RemapPreview> {
  authorize(actor, "sources:manage");
  const source = await findSource(db, actor, sourceId);
  const mapping = await openMapping({ ...source, organizationId: actor.scope.organizationId });
  if (!mapping) throw new AppError("not_found", "Source not found.");
  const withRestricted = can(actor, "sessions:read-restricted");
  const known = await nextHere(source, after ?? null, withRestricted, pageSize);
  const until = Date.now() + pageMs;
  const looked: Looked[] = [];
  let last = after ?? null;
  for (const each of known) {
    const outcome = await reread(mapping, each, true);
    if (outcome) looked.push({ sessionId: each.vendorId, outcome });
    last = each.vendorId;
    if (Date.now() > until) break;
  }
  const isLast = last === known.at(-1)?.vendorId && known.length < pageSize;
  const total = await countHere(source, withRestricted, mostCounted);
  return {
    ...summed(looked),
    version: mapping.row.version,
    total,
    next: known.length === 0 || isLast ? null : last,
  };
}
