import "server-only";
import { type Actor, inScope } from "@/lib/actor/actor";
import type { CheckAnswer, Signal } from "@/lib/evaluation/checks";
import type { Evidence } from "@/lib/evaluation/evidence";
import { words } from "@/lib/format/words";
import { matchBlocklist } from "@/lib/lists/blocklist";
import { blockables, matchScore, matchSignal } from "@/lib/lists/schema";
import { db } from "@/lib/platform/db";
import { Prisma } from "@/lib/platform/generated/client";
import type { BlindIndexKind } from "@/lib/platform/generated/enums";
import { sameScope, scopeSql } from "@/lib/platform/scope";
import { entryKey } from "@/lib/screening/policy";
import { compare } from "@/lib/screening-runs/compare";
import type { Screened } from "@/lib/screening-runs/keep";
import type { Subject } from "@/lib/screening-runs/subject";
import { subjectsOf } from "@/lib/screening-runs/subjects";
import { soughtLike } from "@/lib/vault/blind-index";
import { isMetSql, soughtSql } from "@/lib/vault/meeting";
import { mostHits } from "@/lib/watchlists/load";

/** The contract's signals of the identity graph, with their weights, by what two sessions share. */
const duplicates: Partial<Record<BlindIndexKind, { signalType: string; riskScore: number }>> = {
  document_number: { signalType: "duplicate_document_number", riskScore: 30 },
  face_reference: { signalType: "duplicate_face", riskScore: 35 },
  name_and_birth_date: { signalType: "duplicate_name_dob", riskScore: 20 },
  device: { signalType: "duplicate_device", riskScore: 20 },
  email: { signalType: "duplicate_email", riskScore: 15 },
  phone: { signalType: "duplicate_phone", riskScore: 15 },
  ip_address: { signalType: "duplicate_ip", riskScore: 5 },
};
const kinds = Object.keys(duplicates) as BlindIndexKind[];
/** What names one person; an address or a device may be shared by a family. */
const strong: readonly BlindIndexKind[] = ["document_number", "face_reference", "name_and_birth_date"];
/** Other sessions are counted up to this, and no more of them are read for each value. */
const mostCounted = 100;

/**
 * Whether a session shares something with those of other people, by the blind indexes. Sessions under the same
 * external reference are the same person's; restricted ones are not looked at.
 */
export async function duplicateDetection(actor: Actor, evidence: Evidence): Promise<CheckAnswer> {
  const sought = await soughtLike(actor.scope.organizationId, evidence.findable, kinds);
  if (sought.length === 0)
    return { status: "skipped", reason: "Nothing is known of the applicant that could be looked for." };
  const { session } = evidence;
  const found = await db.$queryRaw<{ kind: BlindIndexKind; count: number }[]>`
    SELECT met.kind, count(DISTINCT met.session_pk)::int AS count FROM ${soughtSql(sought)} CROSS JOIN LATERAL (
      SELECT b.kind::text AS kind, b.session_pk FROM blind_indexes b
        JOIN sessions s ON ${sameScope("s", "b")} AND s.pk = b.session_pk
      WHERE ${isMetSql} AND ${scopeSql(inScope(actor), "b")} AND b.session_pk <> ${session.pk} AND NOT s.is_restricted
        AND ${session.externalRef === null ? Prisma.sql`true` : Prisma.sql`s.external_ref IS DISTINCT FROM ${session.externalRef}`}
      LIMIT ${mostCounted + 1}
    ) met GROUP BY met.kind`;
  const signals = found.flatMap(({ kind, count }): Signal[] => {
    const known = duplicates[kind];
    return known ? [{ ...known, details: { count: Math.min(count, mostCounted) } }] : [];
  });
  const details = { shared: found.map(({ kind }) => kind).toSorted() };
  if (found.some(({ kind }) => strong.includes(kind)))
    return { status: "failed", reason: "Other sessions name the same person or document.", details, signals };
  const reason =
    found.length > 0 ? "Other sessions share contact data or a device." : "No other session shares anything.";
  return { status: "passed", reason, details, signals };
}

/**
 * Whether a session is on the blocklist or on a list of one kind. `isBlocked`: the organization rejects what is on it.
 * Names, addresses of the network, countries and other text are not compared.
 */
export async function checkAgainstList(
  actor: Actor,
  { findable, session }: Evidence,
): Promise<CheckAnswer & { isBlocked: boolean }> {
  const sought = await soughtLike(actor.scope.organizationId, findable, blockables);
  const match = await matchBlocklist(db, actor, sought, session.pk);
  if (!match) {
    const compared = [...new Set(sought.map(({ kind }) => words(kind)))].toSorted().join(", ");
    const reason = compared
      ? `Compared with the blocklist and the lists, and not on them: ${compared}.`
      : "No document number, device, e-mail, phone or face of the applicant is known.";
    return { status: compared ? "passed" : "skipped", reason, isBlocked: false };
  }
  const details = { kinds: match.kinds };
  return {
    status: "failed",
    reason: "Something of the applicant is on the blocklist or a list.",
    details,
    signals: [{ signalType: matchSignal, riskScore: matchScore, details }],
    isBlocked: match.isBlocked,
  };
}

/** Whom of a session to compare. What is read now is not stored yet. */
const subjectsIn = ({ held, extracted, reading, session }: Evidence): Subject[] =>
  subjectsOf({
    extracted,
    stated: held.fields,
    read: [reading.zone?.mrz.fields, reading.licence],
    country: session.country,
  });

/**
 * Whether a name of the session, typed or read from the document, is similar to an entry of a sanctions list that the
 * organization has loaded. `screened` is what was found, to be kept as screening checks.
 */
export async function watchlistScreening(
  actor: Actor,
  evidence: Evidence,
): Promise<CheckAnswer & { screened: Screened[] }> {
  const subjects = subjectsIn(evidence);
  const skipped = (reason: string) => ({ status: "skipped" as const, reason, screened: [] });
  if (subjects.length === 0) return skipped("No last name of the applicant is known that can be compared.");
  const screened = await db.$transaction(async (tx) => {
    const found: Screened[] = [];
    for (const subject of subjects)
      found.push({
        checkType: "sanction",
        subject,
        outcome: await compare(tx, actor, "sanction", subject),
      });
    return found;
  });
  const lists = screened[0]?.outcome.lists ?? [];
  if (lists.length === 0) return skipped("No watchlist of sanctions is loaded.");
  const entries = new Set(screened.flatMap(({ outcome }) => outcome.hits.map(entryKey)));
  const details = { lists, matches: Math.min(entries.size, mostHits) };
  return entries.size > 0
    ? {
        status: "failed",
        reason:
          "Entries of a watchlist are similar to a name that was typed or read. They are the hits of a screening check.",
        details,
        screened,
      }
    : {
        status: "passed",
        reason: "No entry of a loaded watchlist is similar to a name that was typed or read.",
        details,
        screened,
      };
}
