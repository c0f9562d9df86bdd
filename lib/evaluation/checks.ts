import "server-only";
import { ageOn } from "@/lib/captures/policy";
import { documentExpiry } from "@/lib/documents/policy";
import { documentOcr } from "@/lib/evaluation/document-ocr";
import { type Evidence, statedDay } from "@/lib/evaluation/evidence";
import { compareFaces, faceProvider, faceThreshold } from "@/lib/evaluation/faces";
import { qualityOf } from "@/lib/evaluation/quality";
import { whyUnread } from "@/lib/evaluation/reading";
import { datesIn } from "@/lib/folding/dates";
import { dayOf } from "@/lib/format/day";

export type Signal = { signalType: string; riskScore: number; details: Record<string, unknown> };

/** What a check says, and why. The details hold what was read of a document, and are sealed. */
export type CheckAnswer = {
  status: "passed" | "failed" | "error" | "skipped";
  reason: string;
  score?: number;
  threshold?: number;
  details?: Record<string, unknown>;
  signals?: Signal[];
};

export type Check = (evidence: Evidence) => Promise<CheckAnswer> | CheckAnswer;

const skipped = (reason: string): CheckAnswer => ({ status: "skipped", reason });

const isPicture = ({ mimeType }: { mimeType: string | null }) => mimeType?.startsWith("image/") ?? false;

/** Whether the photographs are large, sharp and light enough for a person to read. */
async function documentQuality({ documents }: Evidence): Promise<CheckAnswer> {
  const images: Record<string, unknown>[] = [];
  let hasFault = false;
  for (const { docType, bytes, mimeType } of documents) {
    if (!isPicture({ mimeType })) images.push({ document: docType, skipped: "a PDF is not a photograph" });
    else if (!bytes) return { status: "error", reason: `The file of ${docType} is missing or damaged.` };
    else {
      const measured = await qualityOf(bytes, docType === "selfie" ? "selfie" : "document");
      hasFault ||= measured.faults.length > 0;
      images.push({ document: docType, ...measured });
    }
  }
  const details = { images };
  if (images.every((image) => "skipped" in image))
    return { ...skipped("There is no photograph to measure."), details };
  if (!hasFault)
    return { status: "passed", reason: "Every photograph is large, sharp and light enough.", details };
  const signals = [{ signalType: "low_image_quality", riskScore: 8, details: {} }];
  return {
    status: "failed",
    reason: "A photograph is too small, blurred, dark or overexposed.",
    details,
    signals,
  };
}

/** What is said when the typed zone and the field name different days. */
const contradicted = "The typed machine readable zone and the stated day contradict each other.";

/** What a day is by, in the sentence of a check. */
const by = { zone: "read", barcode: "read", "typed zone": "stated", stated: "stated" } as const;

/** Whether the document is valid on the day of the evaluation, by what was read from it or else stated. */
function documentExpiration(evidence: Evidence): CheckAnswer {
  const unread = whyUnread(evidence.reading);
  if (unread) return { status: "error", reason: unread };
  const { value, source, isContradicted } = statedDay(evidence, "document_expiration_date");
  const { state } = documentExpiry(value, evidence.now);
  const details = { state, source };
  if (isContradicted) return { status: "error", reason: contradicted, details };
  if (state === "unknown") return skipped("The day on which the document expires is not known.");
  if (state === "unreadable")
    return {
      status: "error",
      reason: `The ${by[source]} day of expiry cannot be understood, or can mean several days.`,
      details,
    };
  if (state === "expired") return { status: "failed", reason: "The document has expired.", details };
  return { status: "passed", reason: `The document is valid by the ${by[source]} day.`, details };
}

/** Whether the applicant has the organization's minimum age, by the day of birth that was read or else stated. */
function ageCheck(evidence: Evidence): CheckAnswer {
  const { minimumAge, now } = evidence;
  if (minimumAge === null) return { status: "passed", reason: "The organization asks for no minimum age." };
  const unread = whyUnread(evidence.reading);
  if (unread) return { status: "error", reason: unread };
  const { value, source, isContradicted } = statedDay(evidence, "date_of_birth");
  if (isContradicted) return { status: "error", reason: contradicted };
  if (value === null) return skipped("The day of birth is not known.");
  const days = datesIn(value, "birth", now).filter((day) => day.length === 10);
  if (days.length === 0)
    return { status: "error", reason: `The ${by[source]} day of birth cannot be understood.` };
  const ages = days.map((day) => ageOn(day, dayOf(now)));
  const details = { minimum_age: minimumAge, source };
  if (ages.every((age) => age >= minimumAge))
    return {
      status: "passed",
      reason: `The applicant is old enough by the ${by[source]} day of birth.`,
      details,
    };
  if (ages.every((age) => age < minimumAge))
    return {
      status: "failed",
      reason: `The applicant is too young by the ${by[source]} day of birth.`,
      details,
    };
  return { status: "error", reason: `The ${by[source]} day of birth can mean several days.`, details };
}

/** Whether the selfie shows the face of the document, and a living person: by a provider, or not at all. */
async function faceMatch({ documents }: Evidence): Promise<CheckAnswer> {
  const provider = faceProvider();
  if (!provider)
    return skipped(
      "No provider for comparing faces and for liveness is configured. A reviewer has to compare.",
    );
  const of = (type: string) => documents.find((each) => each.docType === type && isPicture(each))?.bytes;
  const [document, selfie] = [of("id_front"), of("selfie")];
  if (!document || !selfie) return skipped("A photograph of the document and a selfie are both needed.");
  const compared = await compareFaces(provider, { document, selfie });
  const { isLive, score } = compared;
  const liveness = isLive === null ? "skipped" : isLive ? "passed" : "failed";
  const details = { provider: provider.name, liveness };
  const scored = { score, threshold: faceThreshold, details };
  if (score < faceThreshold)
    return { status: "failed", reason: "The faces are not alike enough.", ...scored };
  if (isLive === false)
    return { status: "failed", reason: "No living person was before the camera.", ...scored };
  if (isLive === null)
    return { ...skipped("The faces are alike, but the provider does not examine liveness."), ...scored };
  return {
    status: "passed",
    reason: "The faces are alike, and a living person was before the camera.",
    ...scored,
  };
}

/** How long the applicant took, as a signal of its own: the contract's limits of 15 seconds and 15 minutes. */
export function paceSignals({ held }: Evidence): Signal[] {
  const at = (name: string) => Date.parse(String(held.extra?.[name]));
  const seconds = Math.round((at("submitted_at") - at("consented_at")) / 1000);
  if (Number.isNaN(seconds) || seconds < 0) return [];
  const details = { seconds };
  if (seconds < 15) return [{ signalType: "completion_too_fast", riskScore: 20, details }];
  return seconds > 900 ? [{ signalType: "completion_too_slow", riskScore: 5, details }] : [];
}

/** The checks of one session by their policies, in the order in which they run. */
export const checks: ReadonlyMap<string, Check> = new Map<string, Check>([
  ["document_quality", documentQuality],
  ["document_ocr", documentOcr],
  ["document_expiration", documentExpiration],
  ["age_check", ageCheck],
  ["face_match", faceMatch],
]);

/** What is said of a check that was asked for and does not exist here. */
export const unknownCheck: Check = () => skipped("This installation cannot run this check.");
