import "server-only";
import type { Bundle } from "@/lib/contract/bundle";
import { checkBundle } from "@/lib/contract/bundle-reader";
import { bringIn } from "@/lib/imports/session";
import { digestOf, findTaken, keepRecord, type Taken } from "@/lib/intake/record";
import type { OpenSource } from "@/lib/intake/source";
import type { TakenItem } from "@/lib/intake/take";
import { isSame } from "@/lib/platform/crypto";
import { AppError } from "@/lib/platform/errors";
import type { Source } from "@/lib/platform/generated/client";
import type { Mapped, VendorRecord } from "@/lib/vendors/adapter";
import { VendorError } from "@/lib/vendors/error";

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

/**
 * Fetches a session from its vendor and imports it, completely or not at all. What has not changed since the last time
 * is not imported again.
 * @throws VendorError for what the vendor did wrong
 */
export async function bring(source: OpenSource, item: TakenItem): Promise<Brought> {
  const { actor, adapter, client, settings, row } = source;
  const held = await findTaken(actor, item.vendorId);
  const refusal = held && refusalOf(held, row.name);
  if (refusal) return refusal;
  const record = await adapter.fetch(client, settings, item.vendorId);
  const digest = await digestOf(source, record);
  const kept = held?.sourceRecord;
  if (kept && isSame(kept.digest, digest)) return { became: "unchanged", images: 0 };
  const changedAt = new Date();
  const { environment } = row;
  const mapped = adapter.map(record, settings, { environment, firstSeenAt: item.firstSeenAt, changedAt });
  return take(source, item.vendorId, { record, digest, changedAt }, mapped);
}

/** What speaks against fetching a session at all: its data must not come back, or may not be changed. */
function refusalOf(held: Taken, sourceName: string): Brought | null {
  if (held.retentionStatus === "redacted") return notTaken("left_out", "It was redacted here.");
  // Under a restriction, data may only be stored (GDPR Art. 18(2)).
  if (held.isRestricted) return notTaken("waits", "Its processing is restricted here.");
  if (held.source === sourceName) return null;
  return notTaken("set_aside", `A session with this id came in before, from “${held.source}”.`);
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

type Fetched = { record: VendorRecord; digest: Buffer<ArrayBuffer>; changedAt: Date };

/** Imports a mapped session, and keeps the record it was read from. */
export async function take(
  source: OpenSource,
  vendorId: string,
  { record, ...facts }: Fetched,
  { bundle: mapped, vendorStatus, remarks }: Mapped,
): Promise<Brought> {
  const { actor, adapter, client, settings, row } = source;
  const reading = checkBundle(mapped);
  if (!reading.bundle) {
    const [fault] = reading.faults;
    throw new VendorError("incomplete", `${fault?.path}: expected ${fault?.expected}, found ${fault?.found}`);
  }
  const { bundle } = reading;
  if (bundle.session.id !== vendorId)
    throw new VendorError(
      "unreadable",
      `${adapter.title} answered with another session than the one asked for.`,
    );
  const unwanted = unwantedOf(row, bundle, vendorStatus);
  if (unwanted) return { ...notTaken("left_out", unwanted), vendorStatus, waitSeconds: 600 };
  try {
    const answer = await bringIn(actor, bundle, {
      source: row.name,
      isItsSource: true,
      readImage: (url) => adapter.image(client, record, settings, url),
    });
    if (answer.outcome === "conflict")
      return { ...notTaken("kept_here", answer.reason), vendorStatus, remarks };
    const session = await findTaken(actor, vendorId);
    if (session) await keepRecord(source, session, record, facts);
    const missing = answer.missingImages.map((place) => `The vendor has no image for ${place}.`);
    const aside = reading.aside.map(
      ({ path, expected, found }) => `${path}: expected ${expected}, found ${found}`,
    );
    return {
      became: answer.outcome,
      images: answer.images,
      vendorStatus,
      remarks: [...remarks, ...aside, ...missing],
    };
  } catch (error) {
    // What the importer refuses, it refuses again until the session or a setting changes.
    if (!(error instanceof AppError)) throw error;
    // Somebody changed the session at this moment, or its id is another session's.
    const waitSeconds = error.code === "conflict" ? { waitSeconds: 60 } : {};
    return { ...notTaken("set_aside", error.message), vendorStatus, remarks, ...waitSeconds };
  }
}
