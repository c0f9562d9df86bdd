import { dayOf } from "@/lib/format/day";
import type { DocumentType, RiskLevel } from "./bundle";
import { documentNumber } from "./card-data";
import { createId } from "./ids";
import { createAwkwardPerson, createPerson, dateYearsBefore, type Person } from "./people";
import { concernOf, DAY, type Plan, type Slot } from "./plan";
import { createRandom, type Random } from "./random";
import type { SignalName } from "./signals";

const AGENTS = [
  "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1",
  "Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/138.0.0.0 Mobile Safari/537.36",
  "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/138.0.0.0 Safari/537.36",
  "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Safari/605.1.15",
  "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
] as const;
const NETWORKS = ["192.0.2", "198.51.100", "203.0.113"] as const;
const REASON_SIGNALS: Readonly<Record<string, readonly SignalName[]>> = {
  document_unreadable: ["low_image_quality"],
  document_tampered: ["mrz_tampering"],
  liveness_failed: ["virtual_camera"],
  face_mismatch: ["ai_generated_face"],
  duplicate_identity: ["duplicate_document_number"],
  duplicate_detection: ["duplicate_document_number"],
  blocklist_match: ["duplicate_device"],
  high_risk: ["ip_risk", "bot_detected"],
  fraud_suspected: ["payload_tampering", "duplicate_face"],
};

/** A member of the cast: a person and what stays the same whenever they appear. */
export type Role = { person: Person; externalRef: string | null; label: string };

function documentType(random: Random): DocumentType {
  return random.weighted([
    ["passport", 34],
    ["national_id", 28],
    ["drivers_license", 25],
    ["residence_permit", 13],
  ] as const);
}

/** The device an applicant uses; the identifier depends on the generator only. */
export function createDevice(random: Random, now: Date): { id: string; user_agent: string } {
  return { id: createId("dev", new Date(now.getTime() - 90 * DAY), random), user_agent: random.pick(AGENTS) };
}

/** An address from the ranges reserved for documentation. */
export function createIp(random: Random): string {
  return `${random.pick(NETWORKS)}.${random.int(1, 254)}`;
}

function riskFor(slot: Slot, random: Random): RiskLevel {
  if (slot.reason === "high_risk" || slot.reason === "fraud_suspected") {
    return "critical";
  }
  if (slot.reason) {
    return random.pick(["low", "medium", "medium", "high"]);
  }
  return slot.outcome === "needs_review"
    ? random.pick(["medium", "medium", "high", "high", "critical"])
    : random.pick(["low", "low", "low", "low", "low", "medium"]);
}

/** When a document was issued and expires; only a slot that needs it gets an expired one. */
function validity(slot: Slot, random: Random, now: Date): { issued: string; expires: string } {
  if (slot.reason === "document_expired") {
    const days = random.int(2, 500);
    return {
      issued: dateYearsBefore(slot.createdAt, 10, days),
      expires: dateYearsBefore(slot.createdAt, 0, days),
    };
  }
  const years = random.int(1, 8);
  const days = random.int(0, 360);
  return { issued: dateYearsBefore(now, years, days), expires: dateYearsBefore(now, years - 10, days) };
}

function circumstances(
  slot: Slot,
  random: Random,
): Pick<Plan, "attempts" | "risk" | "signals" | "concern" | "tags"> {
  const concern = slot.reason ? concernOf[slot.reason] : slot.doubt;
  const attempts = slot.status === "pending" ? 0 : random.pick([1, 1, 1, 1, 1, 1, 1, 2, 2, 3]);
  const tags = [
    random.chance(0.55) ? "kyc" : "",
    random.chance(0.12) ? "priority" : "",
    random.chance(0.06) ? "vip" : "",
    attempts > 1 ? "retry" : "",
    slot.caseStatus ? "manual" : "",
  ].filter((tag) => tag !== "");
  const signals = REASON_SIGNALS[slot.reason ?? concern ?? ""] ?? [];
  return { attempts, risk: riskFor(slot, random), signals, concern, tags };
}

/** Cast a role in a slot. */
export function castSlot(slot: Slot, role: Role, key: string, random: Random, now: Date): Plan {
  const own = createRandom(role.person.likeness.seed).fork(role.label);
  const usual = documentType(own);
  const person =
    slot.reason === "underage"
      ? { ...role.person, dateOfBirth: dateYearsBefore(slot.createdAt, 16, random.int(5, 300)) }
      : role.person;
  const type = random.chance(0.8) ? usual : documentType(random);
  const paper = own.fork(type);
  const home = createIp(own);
  return {
    ...slot,
    key,
    person,
    externalRef: role.externalRef,
    documentType: type,
    documentNumber: documentNumber(type, paper),
    ...validity(slot, slot.reason === "document_expired" ? random : paper, now),
    device: createDevice(random.chance(0.9) ? own.fork("phone") : random, now),
    consentIp: random.chance(0.75) ? home : createIp(random),
    ...circumstances(slot, random),
  };
}

const RETURNING = {
  live: [2, 3, 2, 4, 5, 2, 3, 9, 2, 6, 3, 2, 4, 2, 7, 3, 2, 8, 2, 5],
  sandbox: [2, 3, 4, 2, 5],
} as const;
const UNFIT: ReadonlySet<string> = new Set([
  "underage",
  "watchlist_match",
  "duplicate_identity",
  "fraud_suspected",
]);

/** Cast every slot of an environment: some people return several times, most come once. */
export function castSlots(slots: readonly Slot[], random: Random, now: Date, firstRef: number): Plan[] {
  const environment = slots[0]?.environment ?? "live";
  const roles = new Map<Slot, Role>();
  const free = random.shuffle(slots.filter((slot) => !UNFIT.has(slot.reason ?? "")));
  const budget = Math.floor(slots.length * 0.45);
  let ref = firstRef;
  for (const times of RETURNING[environment]) {
    const chosen = roles.size + times <= budget ? free.splice(0, times) : [];
    const label = `${environment}:${ref}`;
    const role: Role = { person: createPerson(random.fork(label), now), externalRef: `cust_${ref}`, label };
    for (const slot of chosen) {
      roles.set(slot, role);
    }
    ref += random.int(1, 40);
  }
  const awkward = slots.find((slot) => !roles.has(slot) && slot.caseStatus === "open");
  return slots.map((slot, index) => {
    const label = `${environment}:single:${index}`;
    const own = random.fork(label);
    ref += own.int(1, 40);
    const externalRef = own.weighted([
      [`cust_${ref}`, 60],
      [`order_${dayOf(slot.createdAt).replace(/-/g, "")}_${index}`, 20],
      [null, 20],
    ]);
    const person = slot === awkward ? createAwkwardPerson(own, now) : createPerson(own, now);
    const role = roles.get(slot) ?? { person, externalRef, label };
    return castSlot(slot, role, `${environment}:${index}`, own.fork("cast"), now);
  });
}
