import { z } from "zod";
import { mapOnfido, reportDocument } from "@/lib/onfido/map";
import { onfidoRuns, readRun } from "@/lib/onfido/read";
import { type OnfidoSettings, onfidoSettings } from "@/lib/onfido/settings";
import type { Adapter, ListPage, Notice, VendorRecord, Wanted } from "@/lib/vendors/adapter";
import type { VendorClient } from "@/lib/vendors/client";
import { VendorError } from "@/lib/vendors/error";
import { vendorId, words } from "@/lib/vendors/fields";
import { proveByBody } from "@/lib/vendors/hmac";
import { probeBy } from "@/lib/vendors/probe";
import { readAnswer } from "@/lib/vendors/read";
import { withoutSignatures } from "@/lib/vendors/signatures";

const part = (id: string) => encodeURIComponent(id);
const page = z.coerce.number().int().min(1).max(1_000_000);

async function list(
  client: VendorClient,
  settings: OnfidoSettings,
  wanted: Wanted,
  at: string | null,
): Promise<ListPage> {
  if (settings.kind === "check") return { sessions: [], next: null };
  const number = at === null ? 1 : page.parse(at);
  const query = new URLSearchParams({ page: String(number), sort: "asc" });
  if (wanted.since) query.set("created_at_gt", wanted.since.toISOString());
  const runs = readAnswer(
    onfidoRuns,
    await client.json(`workflow_runs?${query}`),
    "Onfido's list of workflow runs",
  );
  const sessions = runs.map(({ id, status, updated_at }) => ({
    id,
    version: updated_at ? `${status ?? ""}/${updated_at}` : null,
  }));
  return { sessions, next: sessions.length > 0 ? String(number + 1) : null };
}

/** Fetches a part that a session may lack; undefined when it is not there. */
async function partOf(client: VendorClient, path: string): Promise<string | undefined> {
  try {
    return withoutSignatures(await client.json(path));
  } catch (error) {
    if (error instanceof VendorError && error.fault === "not_found") return undefined;
    throw error;
  }
}

async function fetchRun(client: VendorClient, settings: OnfidoSettings, id: string): Promise<VendorRecord> {
  const text = await client.json(`${settings.kind === "check" ? "checks" : "workflow_runs"}/${part(id)}`);
  const run = readRun(text);
  if (run.id !== id)
    throw new VendorError("unreadable", "Onfido answered with another run than was asked for.");
  const ofApplicant = `?applicant_id=${part(run.applicant_id)}`;
  const record: Record<string, string | undefined> = {
    run: withoutSecret(text),
    applicant: await partOf(client, `applicants/${part(run.applicant_id)}`),
    documents: await partOf(client, `documents${ofApplicant}`),
    live_photos: await partOf(client, `live_photos${ofApplicant}`),
  };
  for (const report of run.report_ids ?? [])
    record[reportDocument(report)] = await partOf(client, `reports/${part(report)}`);
  return Object.fromEntries(
    Object.entries(record).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}

/** The token and the link of a run let the applicant go on: nobody here needs them. */
const withoutSecret = (text: string) =>
  withoutSignatures(text).replaceAll(
    /"(sdk_token|link|dashboard_url)"(\s*:\s*)("(?:[^"\\]|\\.){0,8000}"|\{[^{}]{0,8000}\})/g,
    '"$1"$2null',
  );

async function imageOf(client: VendorClient | null, downloadUrl: string): Promise<Buffer | null> {
  const [, id] =
    /^(?:documents|live_photos)\/([\x21-\x2e\x30-\x7e]{1,128})\/download$/.exec(downloadUrl) ?? [];
  if (!id || !client) return null;
  try {
    return await client.file(downloadUrl, id);
  } catch (error) {
    if (error instanceof VendorError && error.fault === "not_found") return null;
    throw error;
  }
}

const event = z.looseObject({
  payload: z.looseObject({ resource_type: words, object: z.looseObject({ id: vendorId }) }),
});

function idsIn(notice: Notice, settings: OnfidoSettings): string[] {
  proveByBody(notice, "x-sha2-signature");
  const { resource_type, object } = readAnswer(event, notice.body.toString(), "Onfido's webhook").payload;
  return resource_type === settings.kind ? [object.id] : [];
}

function fromFile(value: unknown, text: string) {
  const { id, applicant_id, status, report_ids, workflow_id } = Object(value) as Record<string, unknown>;
  if (typeof id !== "string" || typeof applicant_id !== "string" || typeof status !== "string") return null;
  if (!Array.isArray(report_ids) && typeof workflow_id !== "string") return null;
  const run = readRun(text);
  return { id: run.id, record: { run: withoutSecret(text) } };
}

/** Onfido, now of Entrust (documentation.onfido.com, API v3.6). Its only erasure takes the whole applicant, so it is not told of any. */
export const onfido: Adapter<OnfidoSettings> = {
  vendor: "onfido",
  title: "Onfido",
  settings: onfidoSettings,
  mappingVersion: 1,
  keys: ["api_key"],
  authorize: (credentials) => ({
    Authorization: `Token token=${credentials.kind === "api_key" ? credentials.key : credentials.password}`,
  }),
  probe: (client) => probeBy(() => client.json("workflow_runs?page=1"), { schema: onfidoRuns }),
  list,
  fetch: fetchRun,
  fromFile,
  essence: (record) =>
    Object.fromEntries(Object.entries(record).map(([name, text]) => [name, JSON.parse(withoutSecret(text))])),
  map: mapOnfido,
  image: (client, _, __, downloadUrl) => imageOf(client, downloadUrl),
  notice: idsIn,
  report: null,
};
