import "server-only";
import type { Actor } from "@/lib/auth/actor";
import { stringifyExact } from "@/lib/format/exact-json";
import { blobs } from "@/lib/platform/blobs";
import { db } from "@/lib/platform/db";
import { AppError } from "@/lib/platform/errors";
import { openBlob } from "@/lib/privacy/seal";
import { openSession } from "@/lib/records/open";
import { answerOf, withhold, withoutSuspicion } from "@/lib/remarks/answer";
import { marksOf, reviewedBundle, suspicionNames } from "@/lib/remarks/own";
import { type JurisdictionId, jurisdictions } from "@/lib/requests/jurisdictions";
import type { OwnRequest } from "@/lib/requests/own";
import { letterPaper } from "@/lib/requests/package-letter";
import { whoLooked } from "@/lib/requests/package-looks";
import { packageName } from "@/lib/requests/package-names";
import { dataPaperOf } from "@/lib/requests/package-papers";
import { renderPaper } from "@/lib/requests/package-pdf";
import { recordOf, requestRecordOf } from "@/lib/requests/package-record";
import type { Bundle } from "@/lib/sessions/bundle";

/** A file of a package: where it lies, and how its bytes are made, one file at a time. */
export type PackageFile = { path: string; make: () => Promise<Buffer> };

const json = (value: unknown) => Buffer.from(`${stringifyExact(value, 2)}\n`);
const extensions: Record<string, string> = { "image/jpeg": "jpg", "image/png": "png", "image/webp": "webp" };
const imagePath = (docType: string, mimeType: string | null) =>
  `images/${packageName(docType)}.${extensions[mimeType ?? ""] ?? "bin"}`;

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
  const bundle = keepingLast((sessionId) => bundleOf(actor, request, sessionId));
  const each = sessions.flatMap(({ session }) => {
    const folder = `sessions/${packageName(session.id)}`;
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
      { path: `${folder}/export.json`, make: async () => json(await bundle(session.id)) },
      {
        path: `${folder}/data.pdf`,
        make: async () => renderPaper(dataPaperOf(await bundle(session.id))),
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
    { path: "letter.pdf", make: () => letterPaper(actor, request) },
    { path: "request.json", make: async () => json(await requestRecordFor(actor, request)) },
    ...each,
  ];
}

/** Pictures of the person alone show no document. */
const ofPerson = /selfie|portrait|face|liveness/i;
const isImageWithheld = (request: OwnRequest, docType: string) =>
  lawOf(request).withholdsDocumentImages && !ofPerson.test(docType);

/** Two files in a row are made of one bundle: it is opened once, and no more than one is ever in memory. */
function keepingLast<T>(make: (id: string) => Promise<T>): (id: string) => Promise<T> {
  let last: { id: string; made: Promise<T> } | undefined;
  return (id) => {
    if (last?.id !== id) last = { id, made: make(id) };
    return last.made;
  };
}

const lawOf = (request: OwnRequest) => jurisdictions[request.jurisdiction as JurisdictionId];

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

async function imageOf(actor: Actor, sessionId: string, blobKey: string): Promise<Buffer> {
  const { key } = await openSession(actor, sessionId, "answer");
  const sealed = await blobs().get(blobKey);
  if (!key || !sealed) throw new AppError("conflict", `An image of ${sessionId} has been erased meanwhile.`);
  return openBlob(key, blobKey, sealed);
}
