import "server-only";
import { type Actor, authorize, can, inScope } from "@/lib/actor/actor";
import { db } from "@/lib/platform/db";

/** The record that an id names, and where it is shown; `session` also for records of a session. */
export type Place =
  | { kind: "session"; id: string; tab?: "documents" | "privacy" | "screening" }
  | { kind: "case"; id: string }
  | { kind: "decision"; id: string; caseId: string }
  | { kind: "identity" | "request" | "redaction" | "event"; id: string };

/**
 * Finds the record that an id names, in the actor's organization and environment. Ids from vendors have no prefix, so
 * every kind is tried. Records that the actor may not read, and restricted ones, are not found.
 * @returns null when no record has this id
 * @throws AppError forbidden
 */
export async function placeOf(actor: Actor, id: string): Promise<Place | null> {
  authorize(actor, "sessions:read");
  const scope = inScope(actor);
  const shown = can(actor, "sessions:read-restricted") ? {} : { isRestricted: false };
  const session = { ...scope, ...shown };
  const where = { ...scope, id };
  const select = { id: true } as const;
  const ofSession = { session: { select } } as const;
  const found = await Promise.all([
    db.session.findFirst({ where: { ...where, ...shown }, select }).then(as("session")),
    can(actor, "cases:read")
      ? db.reviewCase.findFirst({ where: { ...where, ...shown }, select }).then(as("case"))
      : null,
    can(actor, "cases:read") ? decisionOf(where, session) : null,
    can(actor, "identities:read") ? db.identity.findFirst({ where, select }).then(as("identity")) : null,
    can(actor, "requests:read") ? db.request.findFirst({ where, select }).then(as("request")) : null,
    can(actor, "redactions:read") ? db.redaction.findFirst({ where, select }).then(as("redaction")) : null,
    db.document.findFirst({ where: { ...where, session }, select: ofSession }).then(on("documents")),
    db.screeningCheck
      .findFirst({ where: { ...scope, id, session }, select: ofSession })
      .then(on("screening")),
    can(actor, "requests:read") ? ofHold(where, session) : null,
    can(actor, "requests:read") ? ofPackage(where) : null,
    can(actor, "audit:read") ? db.auditEvent.findFirst({ where, select }).then(as("event")) : null,
  ]);
  return found.find((place) => place !== null) ?? null;
}

type Found = { id: string } | null;
type Held = { session: Found } | null;

const as =
  (kind: "session" | "case" | "identity" | "request" | "redaction" | "event") =>
  (found: Found): Place | null =>
    found && { kind, id: found.id };

const on =
  (tab: "documents" | "privacy" | "screening") =>
  (found: Held): Place | null =>
    found?.session ? { kind: "session", id: found.session.id, tab } : null;

async function decisionOf(where: { id: string }, session: object): Promise<Place | null> {
  const found = await db.decisionSnapshot.findFirst({
    where: { ...where, session },
    select: { case: { select: { id: true } } },
  });
  return found && { kind: "decision", id: where.id, caseId: found.case.id };
}

/** A legal hold is shown with the record it covers. */
async function ofHold(where: object, session: object): Promise<Place | null> {
  const select = { id: true } as const;
  const found = await db.hold.findFirst({
    where: { ...where, OR: [{ sessionPk: null }, { session }] },
    select: { session: { select }, identity: { select }, request: { select } },
  });
  if (found?.session) return { kind: "session", id: found.session.id, tab: "privacy" };
  return as("identity")(found?.identity ?? null) ?? as("request")(found?.request ?? null);
}

async function ofPackage(where: object): Promise<Place | null> {
  const found = await db.package.findFirst({
    where,
    select: { request: { select: { id: true } } },
  });
  return as("request")(found?.request ?? null);
}
