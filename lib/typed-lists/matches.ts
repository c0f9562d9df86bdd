import "server-only";
import { type Actor, authorize, inScope } from "@/lib/actor/actor";
import { recordRead } from "@/lib/events/looks";
import { instant, instantOrNull } from "@/lib/format/instant";
import { confirmableKinds, recordListSearch } from "@/lib/lists/load";
import { db } from "@/lib/platform/db";
import { AppError } from "@/lib/platform/errors";
import type { Prisma } from "@/lib/platform/generated/client";
import { belowSession } from "@/lib/platform/scope";
import { countSearch } from "@/lib/records/number-search";
import { type OpenSession, openSession } from "@/lib/records/open";
import { viewFreeText } from "@/lib/records/view";
import { soughtOf } from "@/lib/typed-lists/load";
import { matchIdOf, valuesOfSubject } from "@/lib/typed-lists/policy";
import type { CheckSubjectInput, ListMatchDto, ListMatches } from "@/lib/typed-lists/schema";
import type { Digest } from "@/lib/vault/blind-index";

const withEntry = { entry: { include: { list: true } } } satisfies Prisma.ListEntryIndexInclude;
type Found = Prisma.ListEntryIndexGetPayload<{ include: typeof withEntry }>;
type Mark = { entryPk: bigint; markedBy: string; markedAt: Date; sealed: Uint8Array | null };
type Matched = {
  session: OpenSession;
  identityId: string | null;
  marks: readonly Mark[];
  runs: readonly { id: string; createdAt: Date }[];
};

const mostMatches = 500;

/** Items of active lists that share a digest. Two digests that both leave something out do not meet. */
async function meeting(
  actor: Actor,
  digests: readonly Digest[],
  which: Prisma.ListEntryWhereInput = {},
): Promise<Found[]> {
  if (digests.length === 0) return [];
  return db.listEntryIndex.findMany({
    where: {
      ...inScope(actor),
      entry: {
        ...inScope(actor),
        removedAt: null,
        list: { ...inScope(actor), isActive: true, archivedAt: null },
        ...which,
      },
      OR: digests.map(({ kind, digest, isPart }) => ({
        kind,
        digest: Uint8Array.from(digest),
        ...(isPart && { isPart: false }),
      })),
    },
    include: withEntry,
    orderBy: { pk: "asc" },
    take: mostMatches,
  });
}

/** One match for each item; it is exact if any of its digests is. */
function toMatches(
  { scope }: Actor,
  found: readonly Found[],
  digests: readonly Digest[],
  matched: Matched | null,
): ListMatchDto[] {
  const whole = new Set(
    digests
      .filter(({ isPart }) => !isPart)
      .map(({ kind, digest }) => `${kind} ${Buffer.from(digest).toString("hex")}`),
  );
  const matches = new Map<string, ListMatchDto>();
  for (const { kind, digest, isPart, entry } of found) {
    const isExact = !isPart && whole.has(`${kind} ${Buffer.from(digest).toString("hex")}`);
    const known = matches.get(entry.id);
    if (known && (known.matchType === "exact" || !isExact)) continue;
    const mark = matched?.marks.find(({ entryPk }) => entryPk === entry.pk);
    const session = matched?.session;
    matches.set(entry.id, {
      id: matchIdOf(entry.id, session?.id ?? "none"),
      orgId: scope.organizationId,
      listId: entry.list.id,
      listType: entry.list.listType,
      matchMode: entry.list.matchMode,
      listItemId: entry.id,
      matchType: isExact ? "exact" : "partial",
      matchScore: isExact ? 1 : 0.8,
      isFalsePositive: Boolean(mark),
      createdAt: instant(entry.createdAt),
      sessionId: session?.id ?? null,
      identityId: matched?.identityId ?? null,
      resolvedBy: mark?.markedBy ?? null,
      resolvedAt: instantOrNull(mark?.markedAt),
      resolutionNotes: (session && mark && notesOf(session, entry.id, mark)) ?? null,
      matchDetails: { kind, isPartial: !isExact },
      workflowRunId: matched?.runs.find(({ createdAt }) => createdAt > entry.createdAt)?.id ?? null,
    });
  }
  return [...matches.values()];
}

/**
 * Asks the active lists about values, and stores none of them. The question is counted and recorded with a digest, like
 * a search for a person. Items that were sent may be asked for by whoever may read the lists, the desk's own entries
 * only as {@link confirmableKinds} says, and not those of restricted sessions.
 * @throws AppError validation_error without a value; rate_limited like {@link countSearch}
 */
export async function checkSubject(actor: Actor, input: CheckSubjectInput): Promise<ListMatches> {
  authorize(actor, "lists:read");
  // People who may not see values may not ask for them either.
  if (actor.kind === "person") authorize(actor, "pii:mask");
  const values = valuesOfSubject(input);
  if (values.length === 0)
    throw new AppError("validation_error", "Send a value, or a name with a birthdate.", {
      fields: [{ field: "email", message: "one of the values is required" }],
    });
  await countSearch(actor);
  const digests = (await Promise.all(values.map((value) => soughtOf(actor, value)))).flat();
  const which = {
    OR: [
      { sessionPk: null },
      { kind: { in: [...(await confirmableKinds(actor))] }, session: { isRestricted: false } },
    ],
    ...(input.listIds && {
      list: { ...inScope(actor), isActive: true, archivedAt: null, id: { in: input.listIds } },
    }),
  };
  const data = toMatches(actor, await meeting(actor, digests, which), digests, null);
  await recordListSearch(actor, digests, data.length);
  return { data, totalMatches: data.length };
}

const notesOf = ({ view, shown }: OpenSession, entryId: string, { sealed }: Mark) =>
  viewFreeText(view, shown.open("listMark", entryId, sealed)?.notes);

const digestsOfSession = async (actor: Actor, { pk }: OpenSession): Promise<Digest[]> =>
  db.blindIndex.findMany({
    where: { ...inScope(actor), sessionPk: pk },
    select: { kind: true, digest: true, isPart: true },
  }) as Promise<Digest[]>;

/** What of an opened session is on active lists now. */
export async function matchesOf(actor: Actor, session: OpenSession): Promise<ListMatchDto[]> {
  const [digests, row, runs] = await Promise.all([
    digestsOfSession(actor, session),
    db.session.findUniqueOrThrow({
      where: { scoped: { ...inScope(actor), pk: session.pk } },
      select: { identity: { select: { id: true } } },
    }),
    db.workflowRun.findMany({
      where: belowSession(session),
      orderBy: { pk: "desc" },
      take: 1,
      select: { id: true, createdAt: true },
    }),
  ]);
  // An entry that was taken from the session itself says nothing about it.
  const others = { OR: [{ sessionPk: null }, { sessionPk: { not: session.pk } }] };
  const found = await meeting(actor, digests, others);
  const marks = await db.listMark.findMany({
    where: {
      ...inScope(actor),
      sessionPk: session.pk,
      entryPk: { in: [...new Set(found.map(({ entryPk }) => entryPk))] },
    },
  });
  const matched = { session, identityId: row.identity?.id ?? null, marks, runs };
  return toMatches(actor, found, digests, matched);
}

/** Notes of matches are not masked, as those of a case: that somebody reads one is recorded. */
export async function recordNotes(
  actor: Actor,
  session: OpenSession,
  told: readonly ListMatchDto[],
): Promise<void> {
  const isRead = session.view.sight !== "hidden" && told.some(({ resolutionNotes }) => resolutionNotes);
  if (isRead) await recordRead(actor, session, "list notes");
}

/** Lists what of a session is on active lists now. @throws AppError not_found */
export async function listMatchesOfSession(
  actor: Actor,
  { sessionId }: { sessionId: string },
): Promise<ListMatches> {
  authorize(actor, "lists:read");
  authorize(actor, "sessions:read");
  const session = await openSession(actor, sessionId, "read");
  const data = await matchesOf(actor, session);
  await recordNotes(actor, session, data);
  return { data, totalMatches: data.length };
}
