import "server-only";
import type { Actor } from "@/lib/actor/actor";
import type { UnreadableDto } from "@/lib/contract/answer";
import type { Bundle } from "@/lib/contract/bundle";
import { stringifyExact } from "@/lib/format/exact-json";
import { visible } from "@/lib/format/visible";
import { sentence } from "@/lib/format/words";
import { profileNamed } from "@/lib/law/profiles";
import { withhold } from "@/lib/law/withheld";
import { type Paper, type PaperImage, renderPaper } from "@/lib/letters/pdf";
import { letterheadOf } from "@/lib/organization/load";
import { letterPaper } from "@/lib/packages/letter";
import { whoLooked } from "@/lib/packages/looks";
import { packageName } from "@/lib/packages/names";
import { dataPaperOf } from "@/lib/packages/papers";
import { recordOf, requestRecordOf } from "@/lib/packages/record";
import { imageItem, type PackedImage, unreadableOf } from "@/lib/packages/unreadable";
import { isImageWithheld } from "@/lib/packages/withheld";
import { blobs } from "@/lib/platform/blobs";
import { db } from "@/lib/platform/db";
import { AppError } from "@/lib/platform/errors";
import { paperSize } from "@/lib/platform/images";
import { log } from "@/lib/platform/log";
import { belowRequest } from "@/lib/platform/scope";
import { openSession } from "@/lib/records/open";
import { marksOf, reviewedBundle, suspicionNames } from "@/lib/remarks/load";
import { answerOf, withoutSuspicion } from "@/lib/remarks/policy";
import type { OwnRequest } from "@/lib/requests/load";
import { openReviewWords, withheldReviews, withoutReview } from "@/lib/requests/open-reviews";
import { currentSettings } from "@/lib/settings/load";

/** A file of a package: its path, and a function that creates its bytes. */
export type PackageFile = {
  path: string;
  make: () => Promise<Buffer>;
  /** The size, if it is known in advance. */
  bytes?: number | null;
};

const json = (value: unknown) => Buffer.from(`${stringifyExact(value, 2)}\n`);
const extensions: Record<string, string> = { "image/jpeg": "jpg", "image/png": "png", "image/webp": "webp" };
const imagePath = (docType: string, mimeType: string | null) =>
  `images/${packageName(docType)}.${extensions[mimeType ?? ""] ?? "bin"}`;

/** The parts of an answer. */
export type PackageContent = {
  files: PackageFile[];
  unreadable: UnreadableDto[];
  letter: () => Promise<Paper>;
};

/**
 * Lists the files of the answer to an access request, in order, and the data that cannot be read. The letter, the
 * index and the session's export name unreadable data; the answer contains everything else.
 */
export async function contentOf(actor: Actor, request: OwnRequest): Promise<PackageContent> {
  const sessions = await db.requestMatch.findMany({
    where: { ...belowRequest(request), state: "accepted" },
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
  const letter = () => letterPaper(actor, request, { unreadable, withheld });
  const files: PackageFile[] = [
    { path: "letter.pdf", make: async () => renderPaper(await letter()) },
    { path: "request.json", make: async () => json(await requestRecordFor(actor, request)) },
  ];
  for (const { session } of sessions) {
    const images = session.documents.flatMap(({ blobKey, ...image }) =>
      blobKey && !isImageWithheld(request, image.docType) ? [{ ...image, blobKey }] : [],
    );
    const isWithheld = withheld.has(session.id);
    const missing = await unreadableOf(actor, request, session.id, { images, isWithheld });
    unreadable.push(...missing);
    files.push(...sessionFiles(actor, request, { id: session.id, images, missing, isWithheld }));
  }
  const paths = files.map(({ path }) => path);
  const index = { files: paths, could_not_be_read: unreadable.map(unreadableLine) };
  return { files: [...files, { path: "index.json", make: async () => json(index) }], unreadable, letter };
}

const unreadableLine = ({ sessionId, item, reason }: UnreadableDto) => ({ session: sessionId, item, reason });

type Packed = {
  id: string;
  images: (PackedImage & { mimeType: string | null; sizeBytes: number | null })[];
  missing: readonly UnreadableDto[];
  /** The session's review is open, so the answer withholds its results. */
  isWithheld: boolean;
};

function sessionFiles(actor: Actor, request: OwnRequest, packed: Packed): PackageFile[] {
  const { id, images, missing } = packed;
  const folder = `sessions/${packageName(id)}`;
  const bundle = keepingLast(() => bundleOf(actor, request, packed));
  const isThere = ({ docType }: PackedImage) => missing.every(({ item }) => item !== imageItem(docType));
  return [
    { path: `${folder}/export.json`, make: async () => json(await bundle(id)) },
    {
      path: `${folder}/data.pdf`,
      make: async () => dataPaper(actor, request, await bundle(id), images.filter(isThere)),
    },
    ...images.filter(isThere).map(({ docType, mimeType, blobKey, sizeBytes }) => ({
      path: `${folder}/${imagePath(docType, mimeType)}`,
      bytes: sizeBytes,
      make: () => imageOf(actor, id, blobKey),
    })),
    {
      path: `${folder}/decisions-and-lists.json`,
      make: async () => json(await recordFor(actor, request, packed)),
    },
    { path: `${folder}/who-looked.json`, make: async () => json(await whoLooked(actor, id)) },
  ];
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
    if (!mimeType || !extensions[mimeType]) continue;
    const picture = await paperSize(await imageOf(actor, sessionId, blobKey)).catch((err: unknown) => {
      if (err instanceof AppError) throw err;
      log.warn({ err, sessionId, docType }, "an image is not on its page");
      return null;
    });
    if (picture) pictures.set(path, { ...picture, caption: `${visible(sentence(docType))} (${path})` });
  }
  return pictures;
}

/** Remembers the last bundle, because two consecutive files need it. At most one bundle is in memory. */
function keepingLast<T>(make: (id: string) => Promise<T>): (id: string) => Promise<T> {
  let last: { id: string; made: Promise<T> } | undefined;
  return (id) => {
    if (last?.id !== id) last = { id, made: make(id) };
    return last.made;
  };
}

const lawOf = (request: OwnRequest) => profileNamed(request.lawVersion);

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
        withheld: [openReviewWords(request.jurisdiction)],
      }
    : record;
  return withhold(withoutSuspicion(told, await suspicionNames(actor)), law);
};

const requestRecordFor = async (actor: Actor, request: OwnRequest) =>
  withhold(await requestRecordOf(actor, request), lawOf(request));

/** Returns the document type at the end of an image's URL. */
const docTypeIn = (url: string) => decodeURIComponent(new URL(url).pathname.split("/").at(-1) ?? "");

/** Returns an image's path in the package, or a note that the law withholds it. */
function packedPath(request: OwnRequest, url: string, mimeType: string | null): string {
  const docType = docTypeIn(url);
  return isImageWithheld(request, docType) ? "[withheld by law]" : imagePath(docType, mimeType);
}

/** Builds the contract's export with file names instead of URLs, without withheld and unreadable data. */
async function bundleOf(
  actor: Actor,
  request: OwnRequest,
  { id: sessionId, missing, isWithheld }: Packed,
): Promise<Bundle> {
  const bundle = await reviewedBundle(actor, request, sessionId, () => undefined);
  const urlOf = (url: string, mimeType: string | null) => {
    const fault = missing.find(({ item }) => item === imageItem(docTypeIn(url)));
    return fault ? `[could not be read: ${fault.reason}]` : packedPath(request, url, mimeType);
  };
  const documents = bundle.documents?.map((document) => ({
    ...document,
    download_url: document.download_url && urlOf(document.download_url, document.mime_type ?? null),
    download_url_expires_at: null,
  }));
  const jurisdiction = request.jurisdiction;
  const whole = answerOf(
    { ...bundle, documents },
    {
      law: lawOf(request),
      marks: await marksOf(actor, request, sessionId),
      suspicion: await suspicionNames(actor),
    },
  );
  const answer = isWithheld ? withoutReview(whole, jurisdiction) : whole;
  return missing.length === 0 ? answer : { ...answer, could_not_be_read: missing.map(unreadableLine) };
}

async function imageOf(actor: Actor, sessionId: string, blobKey: string): Promise<Buffer> {
  const { cipher } = await openSession(actor, sessionId, "answer");
  const sealed = await blobs().get(blobKey);
  if (cipher.isDestroyed || !sealed)
    throw new AppError(
      "conflict",
      "An image was erased while the package was built. Build the package again.",
    );
  return cipher.openImage(blobKey, sealed);
}
