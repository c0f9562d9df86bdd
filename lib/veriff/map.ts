import { z } from "zod";
import type { Mapped, MappingFacts, VendorRecord } from "@/lib/vendors/adapter";
import { countryOf, outcomes, toBundle, type VendorCheck, type VendorImage } from "@/lib/vendors/bundle";
import { VendorError } from "@/lib/vendors/error";
import { instantIn, oneLine, present, sexOf, vendorId, whole, words } from "@/lib/vendors/fields";
import { readAnswer } from "@/lib/vendors/read";

/** What an admin sets for a connection to Veriff. */
export const veriffSettings = z
  .object({
    codes: z
      .record(z.string().regex(/^\d{4}$/), z.enum(outcomes))
      .default({
        ...{ "7001": "pending", "7002": "processing" },
        ...{
          "9001": "approved",
          "9102": "rejected",
          "9103": "pending",
          "9104": "expired",
          "9121": "needs_review",
        },
      })
      .meta({ description: "What each code of a decision means. A code that is not listed needs review." }),
  })
  .prefault({});
export type VeriffSettings = z.infer<typeof veriffSettings>;

const verification = z.looseObject({
  id: vendorId,
  code: whole,
  status: words.nullish(),
  attemptId: words.nullish(),
  vendorData: words.nullish(),
  endUserId: words.nullish(),
  reason: words.nullish(),
  reasonCode: words.nullish(),
  acceptanceTime: words.nullish(),
  decisionTime: words.nullish(),
  person: z
    .looseObject({
      firstName: words.nullish(),
      lastName: words.nullish(),
      dateOfBirth: words.nullish(),
      gender: words.nullish(),
      nationality: words.nullish(),
      idNumber: words.nullish(),
      addresses: z.array(z.looseObject({ fullAddress: words.nullish() })).nullish(),
      pepSanctionMatch: words.nullish(),
    })
    .nullish(),
  document: z
    .looseObject({
      type: words.nullish(),
      number: words.nullish(),
      country: words.nullish(),
      validUntil: words.nullish(),
    })
    .nullish(),
  riskLabels: z.array(z.looseObject({ label: words.nullish(), category: words.nullish() })).nullish(),
});
type Verification = z.infer<typeof verification>;
const decision = z.looseObject({ status: words, verification: verification.nullish() });
const media = z.looseObject({
  images: z.array(z.looseObject({ id: vendorId, context: words.nullish() })).nullish(),
});

/** @throws VendorError unreadable */
export const readDecision = (text: string): z.infer<typeof decision> =>
  readAnswer(decision, text, "Veriff's decision");

const kinds: Record<string, string> = {
  PASSPORT: "passport",
  ID_CARD: "national_id",
  DRIVERS_LICENSE: "drivers_license",
  RESIDENCE_PERMIT: "residence_permit",
};
const kindOf = (type: string | null | undefined) => {
  const said = oneLine(type);
  return said && (kinds[said] ?? said.toLowerCase().replaceAll(/[^a-z0-9]+/g, "_"));
};

/** The pictures that were chosen; those whose context ends in `-pre` are earlier tries. */
const contexts: Record<string, readonly [name: string, page: string | null]> = {
  "document-front": ["front", "front"],
  "document-back": ["back", "back"],
  face: ["selfie", null],
  "face-nfc": ["chip_portrait", null],
};

function imagesOf(record: VendorRecord, kind: string | null): VendorImage[] {
  if (record.media === undefined) return [];
  const { images } = readAnswer(media, record.media, "Veriff's list of media");
  const found = new Map<string, VendorImage>();
  for (const { id, context } of images ?? []) {
    const [name, page] = contexts[context ?? ""] ?? [];
    if (!name || found.has(name)) continue;
    found.set(name, {
      name,
      kind: page ? kind : name,
      page: page ?? null,
      downloadUrl: `v1/media/${id}`,
      version: id,
    });
  }
  return Object.keys(contexts).flatMap((context) => found.get(contexts[context]?.[0] ?? "") ?? []);
}

/** Veriff says one decision for all its checks. A match with lists stands beside it. */
function checksOf({ code, reasonCode, person }: Verification): VendorCheck[] {
  const status = code === 9001 ? "passed" : code === 9102 ? "failed" : null;
  const match = person?.pepSanctionMatch;
  return [
    ...(status
      ? [
          {
            policy: "identity_verification",
            status,
            details: present({ code, reason_code: reasonCode }),
          } as const,
        ]
      : []),
    ...(match ? [{ policy: "watchlist_screening", status: "failed", details: { match } } as const] : []),
  ];
}

/** Reads a record of Veriff's as a bundle. */
export function mapVeriff(record: VendorRecord, settings: VeriffSettings, facts: MappingFacts): Mapped {
  if (record.decision === undefined)
    throw new VendorError("incomplete", "The record has no decision of Veriff's.");
  const { verification: given } = readDecision(record.decision);
  if (!given) throw new VendorError("incomplete", "Veriff has not decided this session yet.");
  const remarks: string[] = [];
  const { person, document } = given;
  const raw = String(given.code);
  const outcome = settings.codes[raw] ?? "needs_review";
  if (!settings.codes[raw])
    remarks.push(`The settings do not name the code ${raw}, so the session needs review.`);
  const kind = kindOf(document?.type);
  const bundle = toBundle(
    {
      ...{ vendor: "veriff", id: given.id, vendorStatus: raw, outcome },
      createdAt: instantIn(given.acceptanceTime),
      updatedAt: instantIn(given.decisionTime),
      externalRef: oneLine(given.vendorData ?? given.endUserId),
      country: document?.country ?? null,
      documentType: kind,
      extracted: {
        first_name: oneLine(person?.firstName),
        last_name: oneLine(person?.lastName),
        date_of_birth: oneLine(person?.dateOfBirth),
        address: oneLine(person?.addresses?.[0]?.fullAddress),
        document_number: oneLine(document?.number),
        id_number: oneLine(person?.idNumber),
        nationality: countryOf(person?.nationality),
        gender: sexOf(person?.gender),
        document_type: kind,
        document_expiration_date: oneLine(document?.validUntil),
        document_issuing_state: countryOf(document?.country),
      },
      rejectionReason: outcome === "rejected" ? oneLine(given.reason) : null,
      checks: checksOf(given),
      signals: (given.riskLabels ?? []).flatMap(({ label, category }) =>
        label ? [{ signalType: label, details: present({ category }) }] : [],
      ),
      images: imagesOf(record, kind),
      extra: {
        vendor: present({ attempt_id: given.attemptId, reason_code: given.reasonCode }),
      },
    },
    facts,
    remarks,
  );
  return { bundle, vendorStatus: raw, remarks };
}
