import { ageAt } from "@/lib/format/age";
import type {
  Bundle,
  BundleDocument,
  BundleResult,
  BundleSession,
  BundleSignal,
  BundleVerification,
  ExtractedData,
  Json,
} from "./bundle";
import { type Alterations, type CardData, createCard, ISSUING_STATE } from "./card-data";
import { renderCard, renderProofOfAddress, renderSelfie } from "./document-image";
import { createId } from "./ids";
import { applicantFields, recordedName } from "./people";
import { type Plan, reasonProse } from "./plan";
import type { Random } from "./random";
import { createCase, createDeliveries, createNotes } from "./review";
import { createScreening } from "./screening";
import { raiseSignals, type SignalName } from "./signals";
import { after, createTimeline, type Timeline } from "./timeline";
import { createVerifications } from "./verifications";

/** An image of a session, rendered when it is asked for. */
export type DemoImage = { path: string; render: () => Promise<Buffer> };

/** One demo session: the bundle to import and the images its documents point to. */
export type DemoSession = {
  environment: "live" | "sandbox";
  bundle: Bundle;
  images: DemoImage[];
  /** Redact this session after the import. */
  redact?: boolean;
};

const CHECKS = ["document_ocr", "face_match", "liveness", "watchlist_screening", "duplicate_detection"];

function metadata(plan: Plan, random: Random): Record<string, Json> {
  const entries: [string, Json][] = [["source", random.pick(["mobile_app", "web", "branch_tablet"])]];
  if (plan.externalRef?.startsWith("cust_")) {
    entries.push(["customer_id", plan.externalRef]);
  }
  if (random.chance(0.3)) {
    entries.push(["campaign", random.pick(["spring_signup", "partner_referral", "account_upgrade"])]);
  }
  if (random.chance(0.15)) {
    entries.push([
      "limits",
      { currency: random.pick(["EUR", "USD", "JPY"]), monthly: random.int(1, 50) * 100 },
    ]);
  }
  return Object.fromEntries(entries);
}

function extracted(plan: Plan): ExtractedData {
  const { person } = plan;
  const partial: ExtractedData = { document_type: plan.documentType, document_issuing_state: ISSUING_STATE };
  if (plan.reason === "document_unreadable") {
    return partial;
  }
  const name = recordedName(person);
  return {
    first_name: name.first,
    last_name: name.last,
    date_of_birth: person.dateOfBirth,
    address: { ...person.address },
    document_number: plan.documentNumber,
    nationality: person.nationality,
    gender: person.sex === "M" ? "male" : "female",
    ...(person.nationality === "US"
      ? { ssn: `000-${10 + (person.likeness.seed % 89)}-${1000 + (person.likeness.seed % 8999)}` }
      : {}),
    ...partial,
    document_expiration_date: plan.expires,
  };
}

function createResult(
  plan: Plan,
  id: string,
  times: Timeline,
  checks: readonly BundleVerification[],
): BundleResult | null {
  if (!plan.outcome || !times.finished) {
    return null;
  }
  const face = checks.filter((check) => check.policy === "face_match").at(-1);
  const unreadable = plan.reason === "document_unreadable";
  const age = unreadable ? null : ageAt(plan.person.dateOfBirth, times.finished);
  return {
    session_id: id,
    status: plan.outcome,
    is_sandbox: plan.environment === "sandbox",
    created_at: (times.decided ?? times.finished).toISOString(),
    face_match_passed: face ? face.status === "passed" : null,
    face_match_score: face?.score ?? null,
    age_check_passed: age === null ? null : age >= 18,
    extracted_age: age,
    extracted_data: extracted(plan),
    rejection_reason: plan.reason ? reasonProse[plan.reason] : null,
    rejection_reason_code: plan.reason,
    processing_mode: times.decided ? "manual" : "auto",
    country_used: plan.person.country,
    sensitive_data_expired: false,
  };
}

function images(
  plan: Plan,
  card: CardData,
  random: Random,
): [BundleDocument["document_type"], "front" | "back", DemoImage][] {
  const side = (page: "front" | "back"): DemoImage => ({
    path: `id_${page}.jpg`,
    render: () => renderCard(card, page),
  });
  const face =
    plan.concern === "face_match"
      ? { ...card.likeness, seed: (card.likeness.seed ^ 0x5a5a5) >>> 0 }
      : card.likeness;
  const list: [BundleDocument["document_type"], "front" | "back", DemoImage][] = [
    [plan.documentType, "front", side("front")],
  ];
  if (plan.documentType !== "passport") {
    list.push([plan.documentType, "back", side("back")]);
  }
  if (plan.status === "expired") {
    return list.slice(0, 1);
  }
  list.push(["selfie", "front", { path: "selfie.jpg", render: () => renderSelfie(face) }]);
  if (random.chance(0.12)) {
    const letter = { path: "proof_of_address.jpg", render: () => renderProofOfAddress(card) };
    list.push(["proof_of_address", "front", letter]);
  }
  return list;
}

function createDocuments(plan: Plan, id: string, card: CardData, times: Timeline, random: Random) {
  const captured = times.captured;
  const parts = captured ? images(plan, card, random) : [];
  const documents = parts.map(([type, page, image], index): BundleDocument => {
    const at = after(captured ?? plan.createdAt, (index - parts.length) * 9_000);
    return {
      id: createId("doc", at, random),
      document_type: type,
      download_url: `images/${id}/${image.path}`,
      download_url_expires_at: null,
      page,
      mime_type: "image/jpeg",
      size_bytes: null,
      captured_at: at.toISOString(),
    };
  });
  return { documents, files: parts.map(([, , image]) => ({ ...image, path: `images/${id}/${image.path}` })) };
}

function createSessionSection(plan: Plan, id: string, times: Timeline, random: Random): BundleSession {
  const open = plan.status === "pending" || plan.status === "capturing";
  const typo = plan.concern === "identity_crossref" || random.chance(0.1);
  const filled = plan.concern === "identity_crossref" || random.chance(0.85);
  return {
    id,
    status: plan.status,
    is_sandbox: plan.environment === "sandbox",
    environment: plan.environment,
    created_at: plan.createdAt.toISOString(),
    updated_at: times.updated.toISOString(),
    external_ref: plan.externalRef,
    metadata: metadata(plan, random),
    country: plan.person.country,
    checks: random.chance(0.2) ? [...CHECKS] : null,
    workflow_id: random.pick(["wf_standard_01", "wf_standard_01", "wf_standard_01", "wf_enhanced_02"]),
    document_type: times.captured ? plan.documentType : null,
    retention_status: "active",
    processing_attempts: times.captured ? plan.attempts : null,
    consent_ip: plan.status === "pending" ? null : plan.consentIp,
    capture_url: open ? `https://verify.example.com/capture/${id}` : null,
    token_expires_at: open || plan.status === "expired" ? (times.tokenExpires?.toISOString() ?? null) : null,
    case_id: null,
    case_status: null,
    tags: [...plan.tags],
    ...(filled ? { fields: applicantFields(plan.person, typo, random) } : {}),
    ...(plan.status === "pending" ? {} : { device: { ...plan.device } }),
  };
}

const yearsEarlier = (iso: string, years: number) => `${Number(iso.slice(0, 4)) - years}${iso.slice(4)}`;

/** The same number with another last digit. */
const nextNumber = (number: string) => number.slice(0, -1) + ((Number(number.slice(-1)) % 9) + 1);

/** What is wrong with the document, so that its images, its readings and the signals tell one story. */
function alterations(plan: Plan, signals: readonly BundleSignal[]): Alterations {
  const raised = (name: SignalName) => signals.some((signal) => signal.signal_type === name);
  const birth = plan.person.dateOfBirth.replace("-02-29", "-02-28");
  const barcode =
    raised("barcode_mismatch") && plan.documentType !== "passport"
      ? { barcodeBirth: yearsEarlier(birth, 1) }
      : {};
  if (plan.reason === "document_unreadable") return { ...barcode, defect: "blurred" };
  if (plan.reason === "document_tampered")
    return { ...barcode, defect: "tampered", printedBirth: yearsEarlier(birth, 3) };
  return raised("mrz_tampering") ? { ...barcode, mrzNumber: nextNumber(plan.documentNumber) } : barcode;
}

/** Write the export bundle of a planned session and name its images. */
export function createSession(plan: Plan, random: Random, now: Date): DemoSession {
  const times = createTimeline(plan, random, now);
  const id = createId("ses", plan.createdAt, random);
  const { documentType, documentNumber, issued, expires } = plan;
  const signals = times.finished ? raiseSignals(plan.risk, plan.signals, random.fork("signals")) : [];
  const document = { documentType, documentNumber, issued, expires, ...alterations(plan, signals) };
  const card = createCard(plan.person, document);
  const session = createSessionSection(plan, id, times, random);
  const { documents, files } = createDocuments(plan, id, card, times, random);
  const verifications = createVerifications(plan, card, times, random);
  const review = createCase(plan, id, times, random);
  const bundle: Bundle = {
    session: { ...session, case_id: review?.id ?? null, case_status: review?.status ?? null },
    result: createResult(plan, id, times, verifications),
    documents,
    screening: createScreening(plan, id, times, random),
    review_case: review,
    case_notes: createNotes(plan, review, times, random),
    fraud_signals: signals,
    webhook_deliveries: createDeliveries(plan, times, random, now),
    ...(verifications.length > 0 ? { verifications } : {}),
  };
  return { environment: plan.environment, bundle, images: files };
}
