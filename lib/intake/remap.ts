import "server-only";
import type { Bundle } from "@/lib/contract/bundle";
import type { ResultStatus, SessionStatus } from "@/lib/contract/vocabulary";
import { bundleOf, importRead, refusalOf } from "@/lib/intake/bring";
import { changedFields } from "@/lib/intake/differences";
import { digestOf, findTaken, markRead, openRecord, type Taken } from "@/lib/intake/record";
import type { Mapping } from "@/lib/intake/source";
import { db } from "@/lib/platform/db";
import { belowSession } from "@/lib/platform/scope";
import { isUnavailable, sayFailure } from "@/lib/platform/unavailable";
import { openSession } from "@/lib/records/open";
import { exportBundle } from "@/lib/sessions/export";
import type { Mapped, VendorRecord } from "@/lib/vendors/adapter";
import { VendorError } from "@/lib/vendors/error";

/** How a session stands: its status, and that of its result. */
export type Standing = { status: SessionStatus; result: ResultStatus | null };

/** What became of a session whose record was read again, or would become of it. */
export type Reread = {
  became: "updated" | "unchanged" | "left_alone" | "unreadable";
  /** Why it stays as it is. */
  reason?: string;
  from: Standing;
  to?: Standing;
  /** The names of the fields that change; only of a preview. */
  fields?: string[];
  remarks?: string[];
};

/** A session of a source, as the source knows it. */
export type Known = { vendorId: string; firstSeenAt: Date };

const sentence = (text: string) => `${text.charAt(0).toUpperCase()}${text.slice(1).replace(/\.$/, "")}.`;
const standingOf = ({ status, resultStatus }: Taken): Standing => ({ status, result: resultStatus });
const left = (held: Taken, reason: string): Reread => ({
  became: "left_alone",
  reason: sentence(reason),
  from: standingOf(held),
});

/** A record cannot be read. What was lost or changed is said to be so; a store that is away for now is an error. */
class Unreadable extends Error {}

async function recordIn({ actor }: Mapping, held: Taken): Promise<VendorRecord> {
  const record = await openRecord(actor, held).catch((error) => {
    if (isUnavailable(error)) throw error;
    throw new Unreadable("What is kept of what the vendor sent is damaged.");
  });
  if (!record) throw new Unreadable("The file with what the vendor sent is missing.");
  return record;
}

function readAgain(
  { adapter, settings, row: { environment } }: Mapping,
  { vendorId, firstSeenAt }: Known,
  held: Taken,
  record: VendorRecord,
): Mapped & { bundle: Bundle; aside: string[] } {
  try {
    const changedAt = held.sourceRecord?.changedAt ?? firstSeenAt;
    const endedAt = held.terminalAt;
    const mapped = adapter.map(record, settings, { environment, firstSeenAt, changedAt, endedAt });
    return { ...mapped, ...bundleOf(adapter, vendorId, mapped.bundle) };
  } catch (error) {
    if (error instanceof VendorError) throw new Unreadable(error.message);
    sayFailure(error, "sources.remap");
    throw new Unreadable("It cannot be read by this mapping.");
  }
}

/**
 * Why the images of a session speak against reading it anew: nothing is fetched, so an image under another name would be
 * lost, and one that is wanted now would be missing.
 */
async function imagesAgainst(
  { adapter, settings }: Mapping,
  held: Taken,
  record: VendorRecord,
  bundle: Bundle,
) {
  const documents = bundle.documents ?? [];
  const named = new Set(documents.map(({ id }) => id));
  if (held.documents.some(({ id, blobKey }) => blobKey && !named.has(id)))
    return "An image that is here has no place in it any more. Fetch it from the vendor instead.";
  const known = new Set(held.documents.map(({ id }) => id));
  for (const { id, download_url } of documents) {
    if (!download_url || known.has(id)) continue;
    if ((await adapter.image(null, record, settings, download_url)) === null)
      return "It has an image now that is not here. Fetch it from the vendor instead.";
  }
  return null;
}

/** Why a session stays as it is, whatever its record says. */
async function standsFast(mapping: Mapping, held: Taken): Promise<string | null> {
  const refusal = await refusalOf(mapping, held);
  if (refusal) return refusal.reason ?? null;
  if (!held.sourceRecord) return "Nothing is kept of what the vendor sent.";
  const where = { ...belowSession(held), decidedBy: { not: null } };
  return (await db.reviewCase.count({ where })) > 0 ? "It was decided here." : null;
}

/**
 * Reads the kept record of a session by the source's mapping of now, and imports it. Nothing is asked of the vendor, and
 * images that are here stay.
 * @param isPreview says what would become of the session, and changes nothing
 * @returns null when there is no such session here
 * @throws Error when the database or the files are away
 */
export async function reread(mapping: Mapping, known: Known, isPreview: boolean): Promise<Reread | null> {
  const held = await findTaken(mapping.actor, known.vendorId);
  if (!held) return null;
  const from = standingOf(held);
  try {
    const why = await standsFast(mapping, held);
    if (why) return left(held, why);
    const record = await recordIn(mapping, held);
    const { bundle, remarks, aside } = readAgain(mapping, known, held, record);
    const against = await imagesAgainst(mapping, held, record, bundle);
    if (against) return left(held, against);
    const before = isPreview
      ? await exportBundle(mapping.actor, await openSession(mapping.actor, held.id, "work"))
      : null;
    const readImage = imagesIn(mapping, held, record, bundle);
    const { became, reason = "" } = await importRead(mapping, held, bundle, readImage, isPreview);
    if (became === "set_aside") return { became: "unreadable", reason: sentence(reason), from };
    if (became !== "updated" && became !== "unchanged") return left(held, reason);
    if (!isPreview) await markRead(mapping, held, await digestOf(mapping, record));
    const to = { status: bundle.session.status, result: bundle.result?.status ?? null };
    const fields = before && became === "updated" ? { fields: changedFields(before, bundle) } : {};
    return { became, from, to, ...fields, remarks: [...remarks, ...aside] };
  } catch (error) {
    if (isUnavailable(error)) throw error;
    // A session that cannot be read again does not keep the others from it.
    if (error instanceof Unreadable || error instanceof VendorError)
      return { became: "unreadable", reason: sentence(error.message), from };
    sayFailure(error, "sources.remap");
    return { became: "unreadable", reason: "It cannot be read by this mapping.", from };
  }
}

/** The images of a record that are not here yet. One that is here is not read again. */
function imagesIn({ adapter, settings }: Mapping, held: Taken, record: VendorRecord, { documents }: Bundle) {
  const here = new Set(held.documents.filter(({ blobKey }) => blobKey).map(({ id }) => id));
  const wanted = new Set(
    (documents ?? []).filter(({ id }) => !here.has(id)).map((each) => each.download_url),
  );
  return async (url: string) => (wanted.has(url) ? adapter.image(null, record, settings, url) : null);
}
