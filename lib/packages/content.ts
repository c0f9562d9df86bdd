import "server-only";
import type { Actor } from "@/lib/actor/actor";
import type { UnreadableDto } from "@/lib/contract/answer";
import type { Bundle } from "@/lib/contract/bundle";
import { visible } from "@/lib/format/visible";
import { sentence } from "@/lib/format/words";
import { withhold } from "@/lib/law/withheld";
import { type Paper, type PaperImage, renderPaper } from "@/lib/letters/pdf";
import { letterheadOf } from "@/lib/organization/load";
import { contactLines } from "@/lib/organization/policy";
import { automatedFiles, automatedLetter } from "@/lib/packages/automated";
import { partsSection } from "@/lib/packages/later";
import { letterPaper } from "@/lib/packages/letter";
import { whoLooked } from "@/lib/packages/looks";
import { packageName } from "@/lib/packages/names";
import { dataPaperOf } from "@/lib/packages/papers";
import { isProvided, portableFiles, portableLetter } from "@/lib/packages/portable";
import { recordOf, requestRecordOf } from "@/lib/packages/record";
import {
  bundleOf,
  extensions,
  imageFiles,
  imageOf,
  imagePath,
  isThere,
  json,
  keepingLast,
  lawOf,
  type PackageFile,
  type Packed,
  unreadableLine,
} from "@/lib/packages/sources";
import { startFile, startPage } from "@/lib/packages/start";
import { unreadableOf } from "@/lib/packages/unreadable";
import { recordItem, vendorRecordOf } from "@/lib/packages/vendor-record";
import { isImageWithheld } from "@/lib/packages/withheld";
import { db } from "@/lib/platform/db";
import { AppError } from "@/lib/platform/errors";
import { paperSize } from "@/lib/platform/images";
import { log } from "@/lib/platform/log";
import { belowRequest } from "@/lib/platform/scope";
import { suspicionNames } from "@/lib/remarks/load";
import { withoutSuspicion } from "@/lib/remarks/policy";
import type { OwnRequest } from "@/lib/requests/load";
import { openReviewWords, withheldReviews } from "@/lib/requests/open-reviews";
import { currentSettings } from "@/lib/settings/load";

/** The parts of an answer. */
export type PackageContent = {
  files: PackageFile[];
  unreadable: UnreadableDto[];
  letter: () => Promise<Paper>;
};

/** The letter of each kind of answer, the files about a session, and which unreadable data would be in them. */
function partsOf({ kind }: OwnRequest) {
  if (kind === "portability") return { letter: portableLetter, files: portableFiles, isPart: isProvided };
  if (kind === "automated_decision_access")
    return { letter: automatedLetter, files: automatedFiles, isPart: () => false };
  return { letter: letterPaper, files: sessionFiles, isPart: () => true, hasRecord: true };
}

/**
 * Lists the files of the answer to a request, in order, and the data that cannot be read. The letter, the
 * index and the session's export name unreadable data; the answer contains everything else.
 */
export async function contentOf(actor: Actor, request: OwnRequest): Promise<PackageContent> {
  const sessions = await db.requestMatch.findMany({
    where: { ...belowRequest(request), state: "accepted", isLater: false },
    select: {
      session: {
        select: {
          id: true,
          documents: { select: { docType: true, mimeType: true, blobKey: true, sizeBytes: true } },
        },
      },
    },
    orderBy: { session: { createdAt: "asc" } },
  });
  const unreadable: UnreadableDto[] = [];
  const withheld = await withheldReviews(request);
  const sessionIds = sessions.map(({ session }) => session.id);
  const parts = partsOf(request);
  const letter = async () => {
    const paper = await parts.letter(actor, request, { unreadable, withheld, sessionIds });
    return { ...paper, sections: [...(await partsSection(actor, request)), ...paper.sections] };
  };
  const files: PackageFile[] = [
    { path: "letter.pdf", make: async () => renderPaper(await letter()) },
    { path: "request.json", make: async () => json(await requestRecordFor(actor, request)) },
  ];
  for (const { session } of sessions) {
    const images = session.documents.flatMap(({ blobKey, ...image }) =>
      blobKey && !isImageWithheld(request, image.docType) ? [{ ...image, blobKey }] : [],
    );
    const isWithheld = withheld.has(session.id);
    const { id } = session;
    const found = await unreadableOf(actor, request, id, { images, isWithheld });
    const record = parts.hasRecord ? await vendorRecordOf(actor, request, { id, isWithheld }) : null;
    if (record && "reason" in record) found.push({ sessionId: id, item: recordItem, reason: record.reason });
    const missing = found.filter(parts.isPart);
    unreadable.push(...missing);
    const hasRecord = record !== null && "documents" in record;
    const packed = { id, images, missing, isWithheld, hasRecord };
    files.push(...parts.files(actor, request, packed));
  }
  const paths = [startFile, ...files.map(({ path }) => path)];
  const index = { files: paths, could_not_be_read: unreadable.map(unreadableLine) };
  const indexed = [...files, { path: "index.json", make: async () => json(index) }];
  const start = { path: startFile, make: async () => startFor(actor, request, indexed) };
  return { files: [start, ...indexed], unreadable, letter };
}

async function startFor(actor: Actor, request: OwnRequest, files: readonly PackageFile[]): Promise<Buffer> {
  const { organization } = await currentSettings(actor);
  const page = startPage({
    language: request.language,
    organization: organization.name,
    contact: contactLines(organization),
    requestId: request.id,
    paths: files.map(({ path }) => path),
  });
  return Buffer.from(page);
}

function sessionFiles(actor: Actor, request: OwnRequest, packed: Packed): PackageFile[] {
  const { id, images } = packed;
  const folder = `sessions/${packageName(id)}`;
  const bundle = keepingLast(() => bundleOf(actor, request, packed));
  return [
    { path: `${folder}/export.json`, make: async () => json(await bundle(id)) },
    {
      path: `${folder}/data.pdf`,
      make: async () => dataPaper(actor, request, await bundle(id), images.filter(isThere(packed))),
    },
    ...imageFiles(actor, folder, packed),
    {
      path: `${folder}/decisions-and-lists.json`,
      make: async () => json(await recordFor(actor, request, packed)),
    },
    ...(packed.hasRecord
      ? [
          {
            path: `${folder}/vendor-record.json`,
            make: async () => json(await recordDocuments(actor, request, packed)),
          },
        ]
      : []),
    { path: `${folder}/who-looked.json`, make: async () => json(await whoLooked(actor, id)) },
  ];
}

/** Opens the vendor's record again: when it was replaced meanwhile, another rule may speak of it now. */
async function recordDocuments(actor: Actor, request: OwnRequest, packed: Packed) {
  const record = await vendorRecordOf(actor, request, packed);
  if (record && "documents" in record) return record.documents;
  throw new AppError(
    "conflict",
    "The vendor's record was changed while the package was built. Build the package again.",
  );
}

/**
 * Renders the session's data with its images. If layout fails, the page refers to the export beside it: one page must
 * not stop an answer.
 * @throws AppError conflict when no font has a letter of it
 */
async function dataPaper(
  actor: Actor,
  { timeZone }: OwnRequest,
  bundle: Bundle,
  images: Packed["images"],
): Promise<Buffer> {
  const { session } = bundle;
  const { organization } = await currentSettings(actor);
  const head = await letterheadOf(actor.scope.organizationPk, organization);
  try {
    const pictures = await picturesOf(actor, session.id, images);
    return await renderPaper({ ...dataPaperOf(bundle, timeZone, pictures), head });
  } catch (err) {
    if (err instanceof AppError) throw err;
    log.error({ err, sessionId: session.id }, "no data.pdf could be made");
    const text = "This page could not be created. The file export.json next to it contains all data.";
    return renderPaper({
      title: `Verification ${session.id}`,
      head,
      sections: [{ title: "Not shown here", paragraphs: [text] }],
    });
  }
}

/** Opens the images of a session for its page, by their paths. What is no picture is in its file only. */
async function picturesOf(actor: Actor, sessionId: string, images: Packed["images"]) {
  const pictures = new Map<string, PaperImage>();
  for (const { docType, mimeType, blobKey } of images) {
    const path = imagePath(docType, mimeType);
    if (!mimeType?.startsWith("image/") || !extensions[mimeType]) continue;
    const picture = await paperSize(await imageOf(actor, sessionId, blobKey)).catch((err: unknown) => {
      if (err instanceof AppError) throw err;
      log.warn({ err, sessionId, docType }, "an image is not on its page");
      return null;
    });
    if (picture) pictures.set(path, { ...picture, caption: `${visible(sentence(docType))} (${path})` });
  }
  return pictures;
}

const recordFor = async (actor: Actor, request: OwnRequest, { id: sessionId, isWithheld }: Packed) => {
  const law = lawOf(request);
  const record = await recordOf(actor, sessionId, {
    hidesLines: law.withheldClasses.includes("government_id"),
  });
  const told = isWithheld
    ? {
        ...record,
        decisions: [],
        second_looks: [],
        identity_flag: null,
        false_positives: [],
        withheld: [openReviewWords(request.jurisdiction)],
      }
    : record;
  return withhold(withoutSuspicion(told, await suspicionNames(actor)), law);
};

const requestRecordFor = async (actor: Actor, request: OwnRequest) =>
  withhold(await requestRecordOf(actor, request), lawOf(request));
