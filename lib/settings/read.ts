import "server-only";
import { z } from "zod";
import { type Actor, authorize } from "@/lib/actor/actor";
import { pickFields, type ResultDto } from "@/lib/contract/result";
import { type PiiField, piiFields } from "@/lib/contract/vocabulary";
import { toDocumentSettingsDto, toReviewSettingsDto, toSettingsDto } from "@/lib/settings/dto";
import { currentSettings, reviewSettingsOf } from "@/lib/settings/load";
import type { DocumentSettingsDto, ReviewSettingsDto, SettingsDto } from "@/lib/settings/schema";

/** Returns the settings of the API and of retention, with the version of one of the two. */
export async function getSettings(actor: Actor, part: "data-access" | "retention"): Promise<SettingsDto> {
  authorize(actor, "settings:read");
  return toSettingsDto(await currentSettings(actor), part);
}

/** Returns the settings of images of the actor's environment. */
export async function getDocumentSettings(actor: Actor): Promise<DocumentSettingsDto> {
  authorize(actor, "settings:read");
  return toDocumentSettingsDto(await currentSettings(actor));
}

/** Returns the review settings of the actor's environment. */
export async function getReviewSettings(actor: Actor): Promise<ReviewSettingsDto> {
  authorize(actor, "settings:read");
  return toReviewSettingsDto(await reviewSettingsOf(actor));
}

/** A fictional person for the preview, which must show no real data. */
const specimen = {
  first_name: "Anna Maria",
  last_name: "Eriksson",
  date_of_birth: "1974-08-12",
  address: { line1: "123 Maple Street", line2: "Apt 4B", city: "Springfield", state: "IL", zip: "62704" },
  document_number: "L898902C3",
  nationality: "UTO",
  gender: "female",
  ssn: "000-00-0000",
  document_type: "passport",
  document_expiration_date: "2032-04-15",
  document_issuing_state: "UTO",
};

const whitelist = z.array(z.enum(piiFields));

/**
 * Returns what `GET /sessions/{id}/result` would answer an API key about a fictional person.
 * @param input.apiPiiFields comma-separated fields to try; the saved whitelist by default
 */
export async function previewDataAccess(
  actor: Actor,
  input: { apiPiiFields?: string },
): Promise<{ result: ResultDto }> {
  authorize(actor, "settings:read");
  const fields: PiiField[] =
    input.apiPiiFields === undefined
      ? (await currentSettings(actor)).apiPiiFields
      : whitelist.parse(input.apiPiiFields.split(",").filter(Boolean));
  const result = {
    sessionId: "ses_specimen",
    status: "approved" as const,
    isSandbox: actor.scope.environment === "sandbox",
    createdAt: "2026-01-01T12:00:00Z",
    faceMatchPassed: true,
    faceMatchScore: 0.94,
    ageCheckPassed: true,
    extractedAge: 52,
    extractedData: pickFields(specimen, fields),
    rejectionReason: null,
    rejectionReasonCode: null,
    processingMode: "auto",
    countryUsed: "US",
    sensitiveDataExpired: false,
    checkResults: { document_ocr: { status: "passed", passed: true } },
  };
  return { result };
}
