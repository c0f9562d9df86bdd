import "server-only";
import { type Actor, inScope } from "@/lib/actor/actor";
import type { Bundle } from "@/lib/contract/bundle";
import { checkBundle } from "@/lib/contract/bundle-reader";
import type { ImageSource } from "@/lib/imports/images";
import { bringIn } from "@/lib/imports/session";
import { digestOf, findTaken, keepRecord, type Taken } from "@/lib/intake/record";
import type { Mapping, OpenSource } from "@/lib/intake/source";
import type { TakenItem } from "@/lib/intake/take";
import { isSame } from "@/lib/platform/crypto";
import { db } from "@/lib/platform/db";
import { AppError } from "@/lib/platform/errors";
import type { Source } from "@/lib/platform/generated/client";
import { mostPixels, pixelsOf } from "@/lib/platform/images";
import { holdsOn } from "@/lib/records/held";
import type { Adapter, Mapped, VendorRecord } from "@/lib/vendors/adapter";
import { VendorError } from "@/lib/vendors/error";
import { refuseHeavy } from "@/lib/vendors/weight";

/** What became of a session that was fetched. */
export type Brought = {
  became: "created" | "updated" | "unchanged" | "kept_here" | "set_aside" | "left_out" | "waits";
  images: number;
  vendorStatus?: string;
  /** Why it was not taken. */
  reason?: string;
  remarks?: string[];
  /** After how many seconds it is tried again, where that is not what is usual. */
  waitSeconds?: number;
};

const notTaken = (became: Brought["became"], reason: string): Brought => ({ became, images: 0, reason });

/** The session's hold on this process and its memory. */
type Work = {
  /** Keeps the session for longer; false when another process has taken it over. */
  renew: () => Promise<boolean>;
  /** Says how many bytes have come, and waits until there is room for more. */
  hold?: (bytes: number) => Promise<void>;
};

/**
 * Fetches a session from its vendor and imports it, completely or not at all. What has not changed since the last time
 * is not imported again.
 * @throws VendorError for what the vendor did wrong
 */
export async function bring(source: OpenSource, item: TakenItem, work: Work): Promise<Brought> {
  const { actor, adapter, client, settings, row } = source;
  const held = await findTaken(actor, item.vendorId);
  const refusal = held && (await refusalOf(source, held));
  if (refusal) return refusal;
  const record = await adapter.fetch(client, settings, item.vendorId);
  // Read, a text takes more room than its characters.
  for (const text of Object.values(record)) await work.hold?.(3 * text.length);
  const digest = await readableDigestOf(source, record);
  const kept = held?.sourceRecord;
  if (kept && isSame(kept.digest, digest)) return { became: "unchanged", images: 0 };
  const changedAt = new Date();
  const { environment } = row;
  const endedAt = held?.terminalAt ?? null;
  const { firstSeenAt } = item;
  const mapped = adapter.map(record, settings, { environment, firstSeenAt, changedAt, endedAt });
  return take(source, held, item.vendorId, { record, digest, changedAt, ...work }, mapped);
}

/**
 * The digest of a record whose every document can be read. An adapter may not have read them all yet.
 * @throws VendorError unreadable; the parser's own error quotes what may be a person's data
 */
async function readableDigestOf(source: OpenSource, record: VendorRecord): Promise<Buffer<ArrayBuffer>> {
  const { title } = source.adapter;
  for (const text of Object.values(record)) refuseHeavy(text, `An answer of ${title}`);
  try {
    return await digestOf(source, record);
  } catch (error) {
    if (error instanceof SyntaxError)
      throw new VendorError("unreadable", `${title} answered with what is no JSON.`);
    throw error;
  }
}

/** What speaks against reading a session anew at all: its data must not come back, or may not be changed. */
export async function refusalOf({ actor, row }: Mapping, held: Taken): Promise<Brought | null> {
  if (held.retentionStatus === "redacted") return notTaken("left_out", "It was redacted here.");
  // Under a restriction, data may only be stored (GDPR Art. 18(2)).
  if (held.isRestricted) return notTaken("waits", "It cannot be changed here now.");
  if (held.source === row.name) return null;
  // Who removes a source and connects the vendor again goes on with its sessions.
  const where = { ...inScope(actor), name: held.source, vendor: row.vendor, removedAt: { not: null } };
  if ((await db.source.count({ where })) > 0) return null;
  return notTaken("set_aside", `A session with this id came in before, from “${held.source}”.`);
}

/**
 * Why a session stays as it is although its vendor has less of it now: what a decision rests on, what a law retains and
 * what a hold keeps is not removed because a vendor has removed it. To erase it is for the requests and the retention
 * of this installation, which look at all of that and leave a proof.
 */
async function lossIn(actor: Actor, held: Taken | null, { session, result, documents }: Bundle) {
  if (!held) return null;
  if (session.retention_status === "redacted") return "The vendor has redacted it. What is here stays.";
  if (held.result && !result) return "The vendor no longer has its result. What is here stays.";
  const images = held.documents.filter(({ blobKey }) => blobKey).length;
  const given = (documents ?? []).filter(({ download_url }) => download_url).length;
  if (given < images) return "The vendor no longer has all of its images. What is here stays.";
  if ((await holdsOn(db, inScope(actor), [held.pk])).size > 0)
    return "It is under a legal hold. What is here stays.";
  return null;
}

/** Why a session is not among those that the source takes; null when it is. A vendor's list may not filter by all of it. */
function unwantedOf(
  { statuses, workflows, since }: Source,
  { session }: Bundle,
  vendorStatus: string,
): string | null {
  if (statuses.length > 0 && !statuses.includes(vendorStatus))
    return `Its status, ${vendorStatus}, is not taken.`;
  if (workflows.length > 0 && !workflows.includes(session.workflow_id ?? ""))
    return "Its workflow is not taken.";
  return since && new Date(session.created_at) < since ? "It began before sessions are taken." : null;
}

type Fetched = Work & { record: VendorRecord; digest: Buffer<ArrayBuffer>; changedAt: Date };

/** A session has at most so many images, of so many bytes together. */
const mostImages = 60;
const mostImageBytes = 150 * 1024 * 1024;

/** An image of more pixels than this counts with the memory that they take while it is encoded anew. */
const manyPixels = 25_000_000;

async function largeBytesOf(image: Buffer): Promise<number> {
  const pixels = await pixelsOf(image);
  // One of more than may be decoded is refused.
  return pixels > manyPixels && pixels <= mostPixels ? pixels * 4 : 0;
}

/** Reads the images of one session, one after the other. */
function imagesOf({ adapter, client, settings }: OpenSource, { record, renew, hold }: Fetched) {
  let count = 0;
  let bytes = 0;
  return async (url: string): Promise<Buffer | null> => {
    if (++count > mostImages) throw new VendorError("unreadable", `It has more than ${mostImages} images.`);
    if (!(await renew())) throw new VendorError("away", "Another process of this server has taken it over.");
    const image = await adapter.image(client, record, settings, url);
    bytes += image?.length ?? 0;
    if (bytes > mostImageBytes)
      throw new VendorError(
        "unreadable",
        `Its images are larger than ${mostImageBytes / 1024 / 1024} MiB together.`,
      );
    if (image) await hold?.(image.length + (await largeBytesOf(image)));
    return image;
  };
}

/**
 * Reads what an adapter made of a session's record as a bundle.
 * @throws VendorError when it is no session, or another one than was asked for
 */
export function bundleOf(adapter: Adapter, vendorId: string, mapped: unknown) {
  const reading = checkBundle(mapped);
  if (!reading.bundle) {
    const [fault] = reading.faults;
    throw new VendorError("incomplete", `${fault?.path}: expected ${fault?.expected}, found ${fault?.found}`);
  }
  const { bundle, aside } = reading;
  if (bundle.session.id !== vendorId)
    throw new VendorError(
      "unreadable",
      `${adapter.title} answered with another session than the one asked for.`,
    );
  return {
    bundle,
    aside: aside.map(({ path, expected, found }) => `${path}: expected ${expected}, found ${found}`),
  };
}

/**
 * Imports a session of a source, unless what is here must stay as it is.
 * @param dryRun says what would become of it, and changes nothing
 */
export async function importRead(
  { actor, row }: Mapping,
  held: Taken | null,
  bundle: Bundle,
  readImage: ImageSource,
  dryRun = false,
): Promise<Brought> {
  const loss = await lossIn(actor, held, bundle);
  if (loss) return notTaken("kept_here", loss);
  try {
    const answer = await bringIn(actor, bundle, { source: row.name, isItsSource: true, readImage, dryRun });
    if (answer.outcome === "conflict") return notTaken("kept_here", answer.reason);
    const missing = answer.missingImages.map((place) => `The vendor has no image for ${place}.`);
    return { became: answer.outcome, images: answer.images, remarks: missing };
  } catch (error) {
    // What the importer refuses, it refuses again until the session or a setting changes.
    if (!(error instanceof AppError)) throw error;
    // Somebody changed the session at this moment, or its id is another session's.
    const waitSeconds = error.code === "conflict" ? { waitSeconds: 60 } : {};
    return { ...notTaken("set_aside", error.message), ...waitSeconds };
  }
}

/** Imports a mapped session, and keeps the record it was read from. */
async function take(
  source: OpenSource,
  held: Taken | null,
  vendorId: string,
  fetched: Fetched,
  { bundle: mapped, vendorStatus, remarks }: Mapped,
): Promise<Brought> {
  const { bundle, aside } = bundleOf(source.adapter, vendorId, mapped);
  // One that is here is followed, whatever its status becomes: its case must not stay open after the vendor's decision.
  const unwanted = held ? null : unwantedOf(source.row, bundle, vendorStatus);
  if (unwanted) return { ...notTaken("left_out", unwanted), vendorStatus, waitSeconds: 600 };
  const brought = await importRead(source, held, bundle, imagesOf(source, fetched));
  const { became, remarks: missing = [] } = brought;
  const isIn = became === "created" || became === "updated" || became === "unchanged";
  const session = isIn ? await findTaken(source.actor, vendorId) : null;
  if (session) await keepRecord(source, session, fetched.record, fetched);
  return { ...brought, vendorStatus, remarks: [...remarks, ...(isIn ? aside : []), ...missing] };
}
