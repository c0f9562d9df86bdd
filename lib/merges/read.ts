import "server-only";
import { type Actor, authorize, inScope } from "@/lib/actor/actor";
import { describeListed, fieldsOf, flagsOf, namedIn, problemsOf, tagsOf } from "@/lib/merges/load";
import type { MergeInput, MergePreviewDto } from "@/lib/merges/schema";
import { db } from "@/lib/platform/db";

/**
 * Says what a merge would do, and changes nothing.
 * @throws AppError not_found
 */
export async function previewMerge(actor: Actor, input: MergeInput): Promise<MergePreviewDto> {
  authorize(actor, "identities:merge");
  const merging = await namedIn(actor, input);
  const { others } = merging;
  const scope = inScope(actor);
  const pks = others.map(({ pk }) => pk);
  const refs = others.map(({ externalRef }) => externalRef);
  const moved = {
    ...scope,
    OR: [{ identityPk: { in: pks } }, { identityPk: null, externalRef: { in: refs } }],
  };
  const [problems, sessionsMoved, holdsMoved, openRequests] = await Promise.all([
    problemsOf(db, actor, merging),
    db.session.count({ where: { ...moved, isRestricted: false } }),
    db.hold.count({ where: { ...scope, identityPk: { in: pks }, releasedAt: null } }),
    db.request.count({
      where: {
        ...scope,
        status: "open",
        matches: { some: { ...scope, session: { ...moved, isRestricted: false } } },
      },
    }),
  ]);
  const flags = flagsOf(merging);
  const { fields, dropped } = await fieldsOf(actor, merging);
  return {
    ...(await describeListed(actor, merging)),
    sessionsMoved,
    holdsMoved,
    openRequests,
    tags: tagsOf(merging),
    isFlagMoved: flags.isMoved,
    flagsDropped: flags.dropped,
    fieldsKept: Object.keys(fields).length,
    fieldsDropped: dropped,
    isPossible: problems.length === 0,
    problems,
    isFinal: true,
  };
}
