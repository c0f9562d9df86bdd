import { z } from "zod";
import { numberOf } from "@/lib/format/exact-json";
import type { Adapter, Probe, Report, VendorRecord } from "@/lib/vendors/adapter";
import type { VendorClient } from "@/lib/vendors/client";
import { VendorError } from "@/lib/vendors/error";
import { readAnswer } from "@/lib/vendors/read";
import { isEmptied, withoutSignatures } from "@/lib/vendors/signatures";
import { noticeOf } from "@/lib/verifa/notice";

const settings = z.strictObject({
  /** The id of the reviewer at Verifa in whose name decisions are told; its API wants one. */
  reviewerId: z.string().trim().min(1).max(128).nullable().default(null),
  pageSize: z.int().min(1).max(100).default(100),
  /** Until when notices may be signed in the old form, over the body alone; null when they may not. */
  oldSignaturesUntil: z.iso.datetime({ offset: true }).nullable().default(null),
});
type Settings = z.infer<typeof settings>;

const title = "Verifa";
const at = (id: string) => `api/v1/sessions/${encodeURIComponent(id)}`;
const sessionName = "session";

const id = z.string().min(1).max(128);
const listed = z.looseObject({
  data: z.array(
    z.looseObject({ id, updated_at: z.string().max(64).nullish(), workflow_id: z.string().nullish() }),
  ),
  pagination: z
    .looseObject({
      has_more: z.boolean().nullish(),
      total: z.unknown().optional(),
      offset: z.unknown().optional(),
    })
    .nullish(),
});
const bundle = z.looseObject({
  session: z.looseObject({ id, status: z.string() }),
  documents: z.array(z.looseObject({ id: z.string().nullish() })).nullish(),
});
const caseOf = z.looseObject({ id, status: z.string(), decision: z.string().nullish() });

/** The export with its signed URLs, as long as the record is in memory. The record itself is stored, and opens nothing. */
const signed = new WeakMap<VendorRecord, string>();

const sessionIn = (record: VendorRecord) =>
  readAnswer(bundle, record[sessionName] ?? "", `${title}'s export of a session`);

/** Asks for one session, which shows whether the key may read. An id that cannot exist is answered with 404. */
async function probe(client: VendorClient): Promise<Probe> {
  const found: Probe = {
    reached: true,
    keyAccepted: true,
    mayRead: true,
    mayDecide: null,
    mayRedact: null,
    said: null,
  };
  try {
    readAnswer(listed, await client.json("api/v1/sessions?limit=1"), `${title}'s list of sessions`);
    return found;
  } catch (error) {
    if (!(error instanceof VendorError)) throw error;
    const { fault, whole: said, status } = error;
    if (fault === "refused_key") return { ...found, keyAccepted: status !== 401, mayRead: false, said };
    const reached = fault === "unreadable" || fault === "throttled" || fault === "not_found";
    return { ...found, reached, keyAccepted: null, mayRead: null, said };
  }
}

async function report(
  client: VendorClient,
  { reviewerId }: Settings,
  id: string,
  told: Report,
): Promise<void> {
  if (told.kind === "redaction") {
    await client.json(`${at(id)}/data`, { method: "DELETE" });
    return;
  }
  if (!reviewerId)
    throw new VendorError(
      "incomplete",
      `${title} wants a reviewer for every decision; enter one in the source's settings.`,
    );
  // Returns the case that is there already.
  const opened = await client.json("api/v1/cases", { method: "POST", body: { session_id: id } });
  const found = readAnswer(caseOf, opened, `${title}'s case`);
  const asked = told.decision === "approved" ? "approve" : "reject";
  if (found.status === told.decision) return;
  if (found.status === "approved" || found.status === "rejected")
    throw new VendorError("incomplete", `${title} has already ${found.status} this session.`);
  const body = { reviewer_id: reviewerId, ...(told.note && { notes: told.note }) };
  await client.json(`api/v1/cases/${encodeURIComponent(found.id)}/${asked}`, { method: "POST", body });
}

function nullIfGone(error: unknown): null {
  if (error instanceof VendorError && error.fault === "not_found") return null;
  throw error;
}

/** The hosted service whose API ours follows: its export of a session is a bundle already. */
export const verifa: Adapter<Settings> = {
  vendor: "verifa",
  title,
  settings,
  mappingVersion: 1,
  keys: ["api_key"],
  authorize: (credentials) => ({ "X-API-Key": credentials.kind === "api_key" ? credentials.key : "" }),
  probe,

  isNewestFirst: true,
  async list(client, { pageSize }, { since, workflows }, place) {
    const offset = place === null ? 0 : Number(place);
    const text = await client.json(`api/v1/sessions?limit=${pageSize}&offset=${offset}`);
    const { data, pagination } = readAnswer(listed, text, `${title}'s list of sessions`);
    // The page before, once more, would hide the sessions of this one until the list is read to its end again.
    const at = numberOf(pagination?.offset);
    if (at !== null && at !== offset)
      throw new VendorError(
        "unreadable",
        `${title} answered with another page of its list than the one asked for.`,
      );
    const isWanted = (one: (typeof data)[number]) =>
      (workflows.length === 0 || workflows.includes(one.workflow_id ?? "")) &&
      !(since && typeof one.created_at === "string" && new Date(one.created_at) < since);
    const sessions = data.filter(isWanted).map((one) => ({ id: one.id, version: one.updated_at ?? null }));
    const isLast =
      data.length === 0 ||
      pagination?.has_more === false ||
      (pagination?.has_more == null && data.length < pageSize);
    return { sessions, next: isLast ? null : String(offset + data.length) };
  },

  fetch: async (client, _, id) => {
    const text = await client.json(`${at(id)}/export`);
    const record = { [sessionName]: withoutSignatures(text) };
    signed.set(record, text);
    sessionIn(record);
    return record;
  },

  fromFile(value, text) {
    const read = bundle.safeParse(value);
    return read.success ? { id: read.data.session.id, record: { [sessionName]: text } } : null;
  },

  essence(record) {
    // Signatures differ in every answer, and every notice to us is a delivery of the session.
    const { webhook_deliveries: _, documents, ...rest } = sessionIn(record);
    const stable = documents?.map(
      ({ download_url: _, download_url_expires_at: __, ...document }) => document,
    );
    return { ...rest, documents: stable };
  },

  map(record) {
    const { session, ...rest } = sessionIn({
      [sessionName]: signed.get(record) ?? record[sessionName] ?? "",
    });
    return {
      bundle: { session, ...rest },
      vendorStatus: session.status,
      remarks: [],
    };
  },

  // A session comes in without a picture that the vendor no longer has; what is missing is named.
  image: async (client, _, __, url) =>
    client && !isEmptied(url) ? client.file(url).catch(nullIfGone) : null,
  notice: (notice, { oldSignaturesUntil }) => noticeOf(notice, oldSignaturesUntil),
  report,
};
