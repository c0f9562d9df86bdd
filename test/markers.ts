import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import type { Bundle } from "@/lib/contract/bundle";
import { newClient } from "@/lib/platform/connect";
import { env } from "@/lib/platform/env";
import { actorOf, createOrganization, fixture, importFor, sampleImage } from "@/test/factories";
import { uncounted } from "@/test/test-db";

/** Returns every byte of every table of a database, as in a dump: text, and the content of bytea columns. */
export async function dump(url: string): Promise<Buffer> {
  const client = newClient({ connectionString: uncounted(url) });
  await client.connect();
  const { rows: tables } = await client.query(
    "SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables WHERE schemaname NOT IN ('pg_catalog', 'information_schema')",
  );
  const parts: Buffer[] = [];
  for (const { name } of tables) {
    const { rows } = await client.query({ text: `SELECT * FROM ${name}`, rowMode: "array" });
    for (const row of rows)
      for (const value of row)
        parts.push(Buffer.isBuffer(value) ? value : Buffer.from(JSON.stringify(value) ?? ""));
    const { rows: asText } = await client.query(`SELECT t::text AS line FROM ${name} t`);
    parts.push(Buffer.from(asText.map(({ line }) => line).join("\n")));
  }
  await client.end();
  return Buffer.concat(parts);
}

/** Reads every image file. */
export function blobBytes(folder = path.join(env().dataDir, "blobs")): Buffer[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(path.join(entry.parentPath, entry.name)));
}

/** Returns the forms that a value may have in a file: raw, base64 at any offset, hexadecimal, UTF-16. */
const spellings = (value: string | Buffer): Buffer[] => {
  const raw = Buffer.from(value as string);
  const base64 = [0, 1, 2].map((shift) =>
    Buffer.concat([Buffer.alloc(shift, 32), raw])
      .toString("base64")
      .slice(shift ? 4 : 0, -4),
  );
  return [
    raw,
    ...base64.filter((text) => text.length >= 8).map((text) => Buffer.from(text)),
    Buffer.from(raw.toString("hex")),
    ...(typeof value === "string" ? [Buffer.from(value, "utf16le")] : []),
  ];
};

/** Values that occur nowhere else, each with the name of its place. */
export function newMarks() {
  const markers: string[] = [];
  const mark = (what: string) => {
    const marker = `Mark${what}${"qzjxv".repeat(2)}${markers.length}x`;
    markers.push(marker);
    return marker;
  };
  return { markers, mark };
}
export type Marks = ReturnType<typeof newMarks>;

/** Puts marker values into every place of a bundle that can contain personal data. */
export function markedBundle({ mark, markers }: Marks = newMarks()): { bundle: Bundle; markers: string[] } {
  const given = fixture<Bundle>("bundles/unknown-fields.json");
  const data = Object.fromEntries(
    Object.entries(given.result?.extracted_data ?? {}).map(([key, value]) => [
      key,
      typeof value === "string"
        ? mark(key)
        : Object.fromEntries(Object.keys(value as object).map((inner) => [inner, mark(inner)])),
    ]),
  );
  const bundle = {
    ...given,
    vendorReport: { text: mark("report") },
    session: {
      ...given.session,
      metadata: { note: mark("metadata") },
      consent_ip: mark("ip"),
      capture_url: mark("url"),
      kyc: mark("extra"),
      fields: { email: mark("email"), phone: mark("phone") },
      device: { id: mark("device") },
    },
    result: given.result && {
      ...given.result,
      extracted_data: data,
      rejection_reason: mark("prose"),
      check_results: { text: mark("check") },
    },
    documents: given.documents?.map((document) => ({
      ...document,
      side_note: mark("document"),
      download_url: "front.jpg",
    })),
    screening: given.screening?.map((check) => ({
      ...check,
      searchTerm: mark("term"),
      result: { detail: mark("screening") },
      hits: [{ name: mark("hit"), match_score: 0.5, dismissed_reason: mark("reason") }],
    })),
    review_case: given.review_case && {
      ...given.review_case,
      status: "approved" as const,
      workflow_note: mark("case"),
    },
    case_notes: given.case_notes?.map((note) => ({ ...note, content: mark("note") })),
    fraud_signals: given.fraud_signals?.map((signal) => ({ ...signal, details: { text: mark("signal") } })),
    webhook_deliveries: given.webhook_deliveries?.map((delivery) => ({
      ...delivery,
      last_error: mark("error"),
    })),
    verifications: [
      { policy: "document_ocr", attempt: 1, status: "passed" as const, details: { mrz: mark("mrz") } },
    ],
  };
  return { bundle: bundle as Bundle, markers };
}

/** Creates an organization with one session that has every marker. */
export async function importMarked() {
  const actor = actorOf(await createOrganization());
  const { bundle, markers } = markedBundle();
  await importFor(actor, bundle, { "front.jpg": await sampleImage() });
  return { actor, markers, sessionId: bundle.session.id };
}

/** Returns which of the values occur in these bytes, in any form. */
export const found = <T extends string | Buffer>(haystacks: readonly Buffer[], markers: readonly T[]) =>
  markers.filter((marker) => {
    const needles = spellings(marker);
    return haystacks.some((bytes) => needles.some((needle) => bytes.includes(needle)));
  });
