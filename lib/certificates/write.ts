import "server-only";
import { type Actor, inScope } from "@/lib/actor/actor";
import {
  type CertificatePage,
  type CertificateSession,
  certificateFormat,
  countsOf,
} from "@/lib/certificates/schema";
import { type Destroyed, destroyedRecord } from "@/lib/erasure/evidence";
import { recordScopedEvents } from "@/lib/events/record";
import { dayOrNull } from "@/lib/format/day";
import { jurisdictions } from "@/lib/law/jurisdictions";
import { canonicalJson } from "@/lib/platform/canonical-json";
import { digest } from "@/lib/platform/crypto";
import { db, type Transaction } from "@/lib/platform/db";
import { signingKey, signText } from "@/lib/platform/ed25519";
import { purposeKey } from "@/lib/platform/keys";
import { belowRequest, scopeOf } from "@/lib/platform/scope";
import { readStored } from "@/lib/platform/stored";
import type { PlanRowDto } from "@/lib/privacy/schema";
import { lockRequest, type OwnRequest } from "@/lib/requests/load";
import { planOf } from "@/lib/requests/plan";

/** SHA-256 of a text, in hex. */
export const sha256 = (text: string) => digest(text).toString("hex");

/** The key that signs an organization's packages signs its certificates too: it has one to publish. */
export const certificateKey = async (organizationId: string) =>
  signingKey(await purposeKey(organizationId, "package-signature"));

/**
 * Signs the next page of a request's certificate, in the transaction that ends its erasure: what has been destroyed
 * since the page before, and everything that is still there with the rule that keeps it. A page is never changed.
 * @param request locked by this transaction
 */
export async function issueCertificate(tx: Transaction, actor: Actor, request: OwnRequest): Promise<void> {
  const pages = await tx.certificatePage.findMany({
    where: belowRequest(request),
    orderBy: { number: "asc" },
  });
  const number = pages.length + 1;
  const sessions = await sessionsOf(tx, request, number === 1);
  const last = pages.at(-1);
  const text = canonicalJson({
    format: certificateFormat,
    organization: actor.scope.organizationId,
    environment: actor.scope.environment,
    request: requestOf(request),
    number,
    previous: last ? sha256(last.text) : null,
    made_at: new Date().toISOString(),
    made_by: actor.id,
    counts: countsOf(sessions),
    sessions,
    audit_seal: await newestSeal(tx, actor),
  } satisfies CertificatePage);
  const signature = new Uint8Array(signText(await certificateKey(actor.scope.organizationId), text));
  await tx.certificatePage.create({
    data: { ...belowRequest(request), number, text, signature },
    select: { number: true },
  });
  await tx.requestMatch.updateMany({
    where: { ...belowRequest(request), session: { id: { in: erasedIn(sessions) } }, certified: null },
    data: { certified: number },
  });
  const event = {
    type: "certificate.issued" as const,
    metadata: { page: number, sessions: sessions.length, sha256: sha256(text) },
    resource: { type: "request" as const, id: request.id },
  };
  // The proof of this event is handed out, so it names no member: the event before says who erased.
  await recordScopedEvents(tx, "certificate.issue", [{ scope: scopeOf(request), event }]);
}

const erasedIn = (sessions: readonly CertificateSession[]) =>
  sessions.filter(({ fate }) => fate === "erased").map(({ session }) => session);

const requestOf = (request: OwnRequest): CertificatePage["request"] => ({
  id: request.id,
  kind: request.kind,
  jurisdiction: request.jurisdiction,
  law: jurisdictions[request.jurisdiction].law,
  received_at: request.receivedAt.toISOString(),
  verified_how: request.verifiedHow,
});

async function newestSeal(tx: Transaction, actor: Actor): Promise<CertificatePage["audit_seal"]> {
  const seal = await tx.auditSeal.findFirst({
    where: inScope(actor),
    orderBy: { number: "desc" },
    select: { number: true, hash: true },
  });
  return seal && { number: seal.number, hash: Buffer.from(seal.hash).toString("hex") };
}

async function sessionsOf(
  tx: Transaction,
  request: OwnRequest,
  isFirst: boolean,
): Promise<CertificateSession[]> {
  const plan = await planOf(tx, request, dayOrNull(request.relationEndedOn));
  const matches = await tx.requestMatch.findMany({
    where: { ...belowRequest(request), state: "accepted" },
    select: { destroyed: true, certified: true, session: { select: { id: true, redactedAt: true } } },
  });
  const byId = new Map(matches.map((match) => [match.session.id, match]));
  return plan.flatMap((row) => {
    const match = byId.get(row.sessionId);
    if (row.verdict !== "erased") return [stillThere(row)];
    if (match?.destroyed && match.certified === null)
      return [erased(row, readStored(destroyedRecord, match.destroyed, "request_matches.destroyed"))];
    const isOld = isFirst && !match?.destroyed;
    return isOld ? [erasedBefore(row, match?.session.redactedAt?.toISOString() ?? null)] : [];
  });
}

const nothing = {
  erased_at: null,
  event: null,
  data_key_sha256: null,
  records: {},
  ciphertexts: {},
  images: [],
  until: null,
  source: null,
};

const erased = ({ sessionId }: PlanRowDto, destroyed: Destroyed): CertificateSession => ({
  ...nothing,
  ...destroyed,
  session: sessionId,
  fate: "erased",
  rule: "no retention duty",
});

const erasedBefore = ({ sessionId, rule }: PlanRowDto, at: string | null): CertificateSession => ({
  ...nothing,
  session: sessionId,
  fate: "erased_before",
  erased_at: at,
  rule,
});

/** The reason for a hold is not disclosed to the reader of a certificate. */
const stillThere = ({ sessionId, verdict, until, rule, source }: PlanRowDto): CertificateSession => ({
  ...nothing,
  session: sessionId,
  // An open review is an exception of the same article as a hold, and is not announced to whoever it is about.
  fate: verdict === "held" || verdict === "undecided" ? "held" : "kept",
  until,
  rule: verdict === "held" ? "legal hold" : verdict === "undecided" ? "needed for legal claims" : rule,
  source,
});

/** Adds a page when something was erased since the last page, on its day or otherwise. */
export async function completeCertificate(actor: Actor, requestId: string): Promise<void> {
  await db.$transaction(async (tx) => {
    const request = await lockRequest(tx, actor, requestId);
    const untold = await tx.requestMatch.findMany({
      where: { ...belowRequest(request), state: "accepted", certified: null },
      select: { destroyed: true },
    });
    if (request.erasedAt && untold.some(({ destroyed }) => destroyed !== null))
      await issueCertificate(tx, actor, request);
  });
}
