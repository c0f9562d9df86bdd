import { z } from "zod";
import type { Mapped, MappingFacts, VendorRecord } from "@/lib/vendors/adapter";
import { countryOf, outcomes, toBundle, type VendorImage } from "@/lib/vendors/bundle";
import { VendorError } from "@/lib/vendors/error";
import { instantIn, oneLine, present, sexOf, vendorId, words } from "@/lib/vendors/fields";
import { readAnswer } from "@/lib/vendors/read";

/** What an admin sets for a connection to Sumsub. */
export const sumsubSettings = z
  .object({
    statuses: z
      .record(z.string().min(1).max(64), z.enum(outcomes))
      .default({
        ...{ init: "pending", pending: "processing", queued: "processing", prechecked: "processing" },
        ...{ onHold: "needs_review", GREEN: "approved", "RED FINAL": "rejected", "RED RETRY": "pending" },
      })
      .meta({
        description:
          "What each status means, or the answer of a completed review. One that is not listed needs review.",
      }),
  })
  .prefault({});
export type SumsubSettings = z.infer<typeof sumsubSettings>;

const person = {
  firstName: words.nullish(),
  lastName: words.nullish(),
  dob: words.nullish(),
  gender: words.nullish(),
  nationality: words.nullish(),
  country: words.nullish(),
};
const idDoc = z.looseObject({
  ...person,
  idDocType: words.nullish(),
  number: words.nullish(),
  validUntil: words.nullish(),
  mrzLine1: words.nullish(),
  mrzLine2: words.nullish(),
  mrzLine3: words.nullish(),
});
const applicant = z.looseObject({
  id: vendorId,
  inspectionId: vendorId.nullish(),
  externalUserId: words.nullish(),
  createdAt: words.nullish(),
  email: words.nullish(),
  phone: words.nullish(),
  info: z.looseObject({ ...person, idDocs: z.array(idDoc).nullish() }).nullish(),
  fixedInfo: z.looseObject(person).nullish(),
  review: z.looseObject({
    reviewStatus: words,
    levelName: words.nullish(),
    reviewResult: z
      .looseObject({
        reviewAnswer: words.nullish(),
        reviewRejectType: words.nullish(),
        rejectLabels: z.array(words).nullish(),
        moderationComment: words.nullish(),
      })
      .nullish(),
  }),
});
type Review = z.infer<typeof applicant>["review"];
const resources = z.looseObject({
  items: z
    .array(
      z.looseObject({
        id: vendorId,
        deactivated: z.boolean().nullish(),
        idDocDef: z.looseObject({ idDocType: words.nullish(), idDocSubType: words.nullish() }).nullish(),
      }),
    )
    .nullish(),
});

/** @throws VendorError unreadable */
export const readApplicant = (text: string): z.infer<typeof applicant> =>
  readAnswer(applicant, text, "Sumsub's applicant");

const kinds: Record<string, string> = {
  PASSPORT: "passport",
  ID_CARD: "national_id",
  DRIVERS: "drivers_license",
  RESIDENCE_PERMIT: "residence_permit",
};
const kindOf = (type: string | null | undefined) => {
  const said = oneLine(type);
  return said && (kinds[said] ?? said.toLowerCase());
};

/** A review says its answer only when it is completed. */
function standingOf({ reviewStatus, reviewResult }: Review): string {
  const { reviewAnswer, reviewRejectType } = reviewResult ?? {};
  if (reviewStatus !== "completed" || !reviewAnswer) return reviewStatus;
  return reviewAnswer === "RED" ? `RED ${reviewRejectType ?? "FINAL"}` : reviewAnswer;
}

function imagesOf(record: VendorRecord, inspectionId: string | null | undefined): VendorImage[] {
  if (record.resources === undefined || !inspectionId) return [];
  const { items } = readAnswer(resources, record.resources, "Sumsub's list of images");
  return (items ?? [])
    .filter(({ deactivated }) => !deactivated)
    .map(({ id, idDocDef }): VendorImage => {
      const isSelfie = idDocDef?.idDocType === "SELFIE";
      const page = idDocDef?.idDocSubType === "BACK_SIDE" ? "back" : "front";
      const downloadUrl = `resources/inspections/${inspectionId}/resources/${id}`;
      return {
        name: id,
        kind: isSelfie ? "selfie" : kindOf(idDocDef?.idDocType),
        page: isSelfie ? null : page,
        downloadUrl,
      };
    });
}

/** Reads a record of Sumsub's as a bundle. */
export function mapSumsub(record: VendorRecord, settings: SumsubSettings, facts: MappingFacts): Mapped {
  if (record.applicant === undefined)
    throw new VendorError("incomplete", "The record has no applicant of Sumsub's.");
  const given = readApplicant(record.applicant);
  const { info, fixedInfo, review } = given;
  const remarks: string[] = [];
  const standing = standingOf(review);
  const outcome = settings.statuses[standing] ?? "needs_review";
  if (!settings.statuses[standing])
    remarks.push("The settings do not name the session's status, so it needs review.");
  const document = info?.idDocs?.[0];
  const lines = [document?.mrzLine1, document?.mrzLine2, document?.mrzLine3].filter(Boolean);
  const kind = kindOf(document?.idDocType);
  const labels = review.reviewResult?.rejectLabels ?? [];
  const bundle = toBundle(
    {
      ...{ vendor: "sumsub", id: given.id, vendorStatus: standing, outcome },
      createdAt: instantIn(given.createdAt),
      updatedAt: null,
      externalRef: oneLine(given.externalUserId),
      workflowId: oneLine(review.levelName),
      country: document?.country ?? info?.country ?? null,
      documentType: kind,
      submitted: {
        first_name: oneLine(fixedInfo?.firstName),
        last_name: oneLine(fixedInfo?.lastName),
        date_of_birth: oneLine(fixedInfo?.dob),
        email: oneLine(given.email),
        phone: oneLine(given.phone),
      },
      extracted: {
        first_name: oneLine(document?.firstName ?? info?.firstName),
        last_name: oneLine(document?.lastName ?? info?.lastName),
        date_of_birth: oneLine(document?.dob ?? info?.dob),
        document_number: oneLine(document?.number),
        nationality: countryOf(document?.nationality ?? info?.nationality),
        gender: sexOf(document?.gender ?? info?.gender),
        document_type: kind,
        document_expiration_date: oneLine(document?.validUntil),
        document_issuing_state: countryOf(document?.country),
      },
      rejectionReason: outcome === "rejected" ? oneLine(review.reviewResult?.moderationComment) : null,
      checks: [
        ...(lines.length > 0
          ? [
              {
                policy: "document_ocr",
                status: "skipped",
                details: { reason: "Sumsub does not say whether the text was right.", mrz_lines: lines },
              } as const,
            ]
          : []),
      ],
      signals: labels.map((label) => ({ signalType: label.toLowerCase(), details: {} })),
      images: imagesOf(record, given.inspectionId),
      extra: { vendor: present({ inspection_id: given.inspectionId }) },
    },
    facts,
    remarks,
  );
  return { bundle, vendorStatus: standing, remarks };
}
