import "server-only";
import { type Actor, inScope } from "@/lib/auth/actor";
import { exactUtc } from "@/lib/format/date";
import { counted } from "@/lib/format/number";
import { sentence } from "@/lib/format/words";
import { blobs } from "@/lib/platform/blobs";
import { db } from "@/lib/platform/db";
import { AppError } from "@/lib/platform/errors";
import { exportBundle } from "@/lib/privacy/export";
import { openBlob, openRow } from "@/lib/privacy/seal";
import { answerOf, removalsIn, withhold, withoutSuspicion } from "@/lib/remarks/answer";
import { groundWords } from "@/lib/remarks/grounds";
import { asReviewed, marksOf, suspicionNames } from "@/lib/remarks/own";
import { type RemovalGround, removalGrounds } from "@/lib/remarks/schema";
import { dayOrNull } from "@/lib/requests/dto";
import { type JurisdictionId, jurisdictions } from "@/lib/requests/jurisdictions";
import type { OwnRequest } from "@/lib/requests/own";
import { dataPaperOf, type LetterSession, letterOf } from "@/lib/requests/package-papers";
import { renderPaper } from "@/lib/requests/package-pdf";
import { recordOf, requestRecordOf } from "@/lib/requests/package-record";
import { planOf } from "@/lib/requests/plan";
import { processingRecord } from "@/lib/requests/processing-record";
import type { Bundle } from "@/lib/sessions/bundle";
import { dataKeyOf, findOwnSession } from "@/lib/sessions/own";
import { currentSettings } from "@/lib/settings/current";

/** A file of a package: where it lies, and how its bytes are made, one file at a time. */
export type PackageFile = { path: string; make: () => Promise<Buffer> };

const json = (value: unknown) => Buffer.from(`${JSON.stringify(value, null, 2)}\n`);
const extensions: Record<string, string> = { "image/jpeg": "jpg", "image/png": "png", "image/webp": "webp" };
const safe = (name: string) => name.replaceAll(/[^\w.-]/g, "_");
const imagePath = (docType: string, mimeType: string | null) =>
  `images/${safe(docType)}.${extensions[mimeType ?? ""] ?? "bin"}`;

/** Every file of the answer to a request, in order. Nothing is opened before a file is made. */
export async function contentOf(actor: Actor, request: OwnRequest): Promise<PackageFile[]> {
  const sessions = await db.requestMatch.findMany({
    where: { requestPk: request.pk, state: "accepted" },
    select: {
      session: {
        select: {
          id: true,
          pk: true,
          documents: { select: { id: true, docType: true, mimeType: true, blobKey: true } },
        },
      },
    },
    orderBy: { session: { createdAt: "asc" } },
  });
  const each = sessions.flatMap(({ session }) => {
    const folder = `sessions/${safe(session.id)}`;
    const images = session.documents.flatMap(({ docType, mimeType, blobKey }) =>
      blobKey && !isImageWithheld(request, docType)
        ? [
            {
              path: `${folder}/${imagePath(docType, mimeType)}`,
              make: () => imageOf(actor, session.id, blobKey),
            },
          ]
        : [],
    );
    return [
      { path: `${folder}/export.json`, make: async () => json(await bundleOf(actor, request, session.id)) },
      {
        path: `${folder}/data.pdf`,
        make: async () => renderPaper(dataPaperOf(await bundleOf(actor, request, session.id))),
      },
      ...images,
      {
        path: `${folder}/decisions-and-lists.json`,
        make: async () => json(await recordFor(actor, request, session.id)),
      },
      { path: `${folder}/who-looked.json`, make: async () => json(await whoLooked(actor, session.id)) },
    ];
  });
  return [
    { path: "letter.pdf", make: () => letter(actor, request) },
    { path: "request.json", make: async () => json(await requestRecordFor(actor, request)) },
    ...each,
  ];
}

const lawOf = (request: OwnRequest) => jurisdictions[request.jurisdiction as JurisdictionId];

/** Pictures of the person alone show no document. */
const ofPerson = /selfie|portrait|face|liveness/i;
const isImageWithheld = (request: OwnRequest, docType: string) =>
  lawOf(request).withholdsDocumentImages && !ofPerson.test(docType);

const withheldOf = (request: OwnRequest) => new Set(lawOf(request).withheldFields);

const recordFor = async (actor: Actor, request: OwnRequest, sessionId: string) => {
  const withheld = withheldOf(request);
  const record = await recordOf(actor, sessionId, withheld.has("document_number"));
  const named = await suspicionNames(actor);
  // The name of a list, or the reason for being on it, can tell of a report as a tag can.
  const told = record.list_entries.filter(
    ({ list, reason_code: reason }) => !named.tags.includes(list) && !named.tags.includes(reason ?? ""),
  );
  return withhold(withoutSuspicion({ ...record, list_entries: told }, named), withheld);
};

const requestRecordFor = async (actor: Actor, request: OwnRequest) =>
  withhold(await requestRecordOf(actor, request), withheldOf(request));

/** The type of document an image's URL ends with. */
const docTypeIn = (url: string) => decodeURIComponent(new URL(url).pathname.split("/").at(-1) ?? "");

/** Where an image lies in the package, or that the law withholds it. */
function packedPath(request: OwnRequest, url: string, mimeType: string | null): string {
  const docType = docTypeIn(url);
  return isImageWithheld(request, docType) ? "[withheld by law]" : imagePath(docType, mimeType);
}

/** The contract's export with file names for its URLs, without what stays out of the answer. */
async function bundleOf(actor: Actor, request: OwnRequest, sessionId: string): Promise<Bundle> {
  const bundle = await reviewedBundle(actor, request, sessionId);
  const documents = bundle.documents?.map((document) => ({
    ...document,
    download_url:
      document.download_url && packedPath(request, document.download_url, document.mime_type ?? null),
    download_url_expires_at: null,
  }));
  return answerOf(
    { ...bundle, documents },
    {
      jurisdiction: request.jurisdiction as JurisdictionId,
      marks: await marksOf(actor, request, sessionId),
      suspicion: await suspicionNames(actor),
    },
  );
}

const reviewedBundle = async (actor: Actor, request: OwnRequest, sessionId: string) =>
  asReviewed(actor, await exportBundle(actor, await findOwnSession(actor, sessionId)), request);

async function imageOf(actor: Actor, sessionId: string, blobKey: string): Promise<Buffer> {
  const key = await dataKeyOf(actor, await findOwnSession(actor, sessionId));
  const sealed = await blobs().get(blobKey);
  if (!key || !sealed) throw new AppError("conflict", `An image of ${sessionId} has been erased meanwhile.`);
  return openBlob(key, blobKey, sealed);
}

const looks = ["document.viewed", "pii.revealed", "case.opened", "api.session.export", "case.claimed"];
const mostLooks = 10_000;

/** Who looked at a session, when and for what; staff by letters that tell them apart and name nobody (CJEU C-579/21). */
async function whoLooked(actor: Actor, sessionId: string) {
  const found = await db.reviewCase.findFirst({
    where: { session: { ...inScope(actor), id: sessionId } },
    select: { id: true },
  });
  const events = await db.auditEvent.findMany({
    where: {
      organizationPk: actor.scope.organizationPk,
      environment: actor.scope.environment,
      type: { in: looks },
      OR: [
        { resourceType: "session", resourceId: sessionId },
        ...(found ? [{ resourceType: "case", resourceId: found.id }] : []),
      ],
    },
    orderBy: { sequence: "asc" },
    take: mostLooks,
  });
  const { keys } = await suspicionNames(actor);
  const unsaid = new Set(keys.map((name) => name.toLowerCase()));
  const letters = new Map<string, string>();
  return events.map(({ actorId, actorKind, type, createdAt, metadata }) => {
    const known =
      letters.get(actorId) ?? `${actorKind === "person" ? "Member" : "System"} ${letters.size + 1}`;
    letters.set(actorId, known);
    return { at: createdAt.toISOString(), who: known, what: type, ...lookedAt(metadata, unsaid) };
  });
}

/** What was looked at, but for what settings keep unsaid. Nothing else of an event leaves: it may name staff. */
function lookedAt(metadata: unknown, unsaid: ReadonlySet<string>): { fields?: unknown; docTypes?: unknown } {
  const { fields, docTypes } = (metadata ?? {}) as Record<string, unknown>;
  if (!Array.isArray(fields)) return { fields, docTypes };
  const isSaid = (name: unknown) => !unsaid.has(String(name).split(".").at(-1)?.toLowerCase() ?? "");
  return { fields: fields.filter(isSaid), docTypes };
}

async function letter(actor: Actor, request: OwnRequest): Promise<Buffer> {
  const [settings, key, plan] = await Promise.all([
    currentSettings(actor),
    dataKeyOf(actor, request),
    // A hold may serve a suspicion report: the letter says the ordinary time to everybody alike.
    planOf(db, request, dayOrNull(request.relationEndedOn), { holds: "unsaid" }),
  ]);
  const { requester } = openRow(key, "request", request.id, request.sealed) ?? { requester: {} };
  const law = lawOf(request);
  const sessions = await Promise.all(plan.map((row) => letterSession(actor, row.sessionId, row)));
  const removals: RemovalGround[] = [];
  for (const { sessionId } of plan)
    removals.push(
      ...removalsIn(
        await reviewedBundle(actor, request, sessionId),
        await marksOf(actor, request, sessionId),
      ),
    );
  return renderPaper(
    letterOf({
      requestId: request.id,
      law: law.law,
      receivedOn: exactUtc(request.receivedAt),
      answeredOn: exactUtc(new Date()),
      requester:
        [requester.firstName, requester.lastName].filter(Boolean).join(" ") ||
        requester.externalRef ||
        "the requester",
      record: processingRecord.catch(processingRecord.parse({})).parse(settings.processingRecord),
      sessions,
      withheld: [
        ...law.withheldFields.map((name) => sentence(name).toLowerCase()),
        ...(law.withholdsDocumentImages ? ["pictures of identity documents"] : []),
      ],
      removed: removalGrounds.flatMap((ground) => {
        const count = removals.filter((each) => each === ground).length;
        const words = groundWords(ground, request.jurisdiction as JurisdictionId);
        return count > 0 ? [`${counted(count, "place")}: ${words}`] : [];
      }),
    }),
  );
}

async function letterSession(
  actor: Actor,
  sessionId: string,
  { verdict, until, rule }: { verdict: string; until: string | null; rule: string },
): Promise<LetterSession> {
  const session = await db.session.findFirstOrThrow({
    where: {
      organizationPk: actor.scope.organizationPk,
      environment: actor.scope.environment,
      id: sessionId,
    },
    include: {
      checks: { orderBy: { pk: "asc" } },
      deliveries: { where: { status: "delivered" }, select: { url: true } },
      screening: { select: { provider: true } },
    },
  });
  return {
    id: session.id,
    createdAt: exactUtc(session.createdAt),
    source: session.source,
    outcome: session.resultStatus,
    keptUntil:
      until ?? (verdict === "erase" ? "until you ask us to erase it" : "as long as the reason lasts"),
    rule,
    checks: session.checks.map(({ policy, score, threshold, status }) => ({
      policy,
      score: score === null ? null : Number(score),
      threshold: threshold === null ? null : Number(threshold),
      status,
    })),
    recipients: [
      ...session.deliveries.map(({ url }) => (URL.canParse(url) ? new URL(url).host : url)),
      ...session.screening.flatMap(({ provider }) => (provider ? [`${provider} (screening)`] : [])),
    ],
  };
}
