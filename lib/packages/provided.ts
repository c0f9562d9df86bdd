import type { Bundle } from "@/lib/contract/bundle";
import { csvLine } from "@/lib/csv/cells";
import { exactNumberText } from "@/lib/format/exact-json";

/**
 * What a person provided for one session: what they filled in, what their documents say, their images, and what their
 * device sent. It leaves out what was made of that: results, scores, signals, screening, notes, computed values such as
 * the age, and names that the organization gives (Guidelines WP 242, p. 9 and 10).
 */
export type Provided = {
  session: string;
  provided_at: string;
  form: Record<string, unknown>;
  document: Record<string, unknown>;
  device: Record<string, unknown>;
  images: { type: string | null; page: string | null; file: string }[];
};

const mapOf = (value: unknown): Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value) ? { ...value } : {};

/** Takes from an answer what the person provided (GDPR Art. 20(1)). */
export function providedBy({ session, result, documents }: Bundle): Provided {
  return {
    session: session.id,
    provided_at: session.created_at,
    form: mapOf(session.fields),
    document: mapOf(result?.extracted_data),
    device: { ...(session.consent_ip && { ip_address: session.consent_ip }), ...mapOf(session.device) },
    images: (documents ?? []).flatMap(({ document_type, page, download_url }) =>
      download_url ? [{ type: document_type ?? null, page: page ?? null, file: download_url }] : [],
    ),
  };
}

/** The values of a part, each with its path: `address.city`, `phones.1`. Values that are not there have no row. */
function valuesOf(value: unknown, path: string): [string, string][] {
  if (value === null || value === undefined || value === "") return [];
  if (Array.isArray(value)) return value.flatMap((each, at) => valuesOf(each, `${path}.${at + 1}`));
  if (typeof value === "object")
    return Object.entries(value).flatMap(([name, each]) => valuesOf(each, path ? `${path}.${name}` : name));
  return [[path, exactNumberText(value) ?? String(value)]];
}

/** Writes what a person provided as CSV (RFC 4180): one line for each value. */
export function providedCsv({ session, form, document, device, images }: Provided): string {
  const parts: [string, unknown][] = [
    ["form", form],
    ["document", document],
    ["device", device],
    ["images", images],
  ];
  const lines = parts.flatMap(([part, held]) =>
    valuesOf(held, "").map(([field, value]) => csvLine([session, part, field.replace(/^\./, ""), value])),
  );
  return csvLine(["session", "part", "field", "value"]) + lines.join("");
}
