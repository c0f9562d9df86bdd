import type { BundleSignal, Json, RiskLevel } from "./bundle";
import type { Random } from "./random";

/** The families of fraud signals. */
export type SignalCategory =
  | "behavioral"
  | "device"
  | "network"
  | "document"
  | "identity_graph"
  | "integrity"
  | "biometric";

/** A signal the demo can raise: its family, its weight and what it says to a reviewer. */
export type SignalKind = {
  category: SignalCategory;
  weight: number;
  sentence: string;
  /** The numbers in the sentence, where a source gives them by themselves. */
  facts?: Readonly<Record<string, number>>;
};

/** The signals by name. */
export const signalCatalog = {
  completion_too_fast: {
    category: "behavioral",
    weight: 20,
    sentence: "The flow was finished in 11 seconds.",
    facts: { seconds: 11 },
  },
  completion_too_slow: { category: "behavioral", weight: 5, sentence: "The flow took more than 15 minutes." },
  high_hesitation: {
    category: "behavioral",
    weight: 10,
    sentence: "The form was idle for 78 % of the time.",
    facts: { idle_percent: 78 },
  },
  high_distraction: {
    category: "behavioral",
    weight: 5,
    sentence: "The tab lost focus seven times.",
    facts: { tab_switches: 7 },
  },
  copy_paste_name: { category: "behavioral", weight: 15, sentence: "First and last name were pasted in." },
  mouse_bot_pattern: {
    category: "behavioral",
    weight: 25,
    sentence: "The pointer moved in straight, even steps.",
  },
  keystroke_bot_pattern: {
    category: "behavioral",
    weight: 25,
    sentence: "Keys were pressed at a constant rate.",
  },
  screen_sharing_detected: {
    category: "behavioral",
    weight: 15,
    sentence: "The screen was shared during capture.",
  },
  autofill_then_edit: {
    category: "behavioral",
    weight: 10,
    sentence: "The last name was filled in, then changed by hand.",
  },
  bot_detected: { category: "device", weight: 50, sentence: "The browser is driven by a program." },
  webdriver_evasion_detected: {
    category: "device",
    weight: 40,
    sentence: "Traces of automation were hidden.",
  },
  devtools_open: { category: "device", weight: 30, sentence: "Developer tools were open during capture." },
  virtual_camera: { category: "device", weight: 50, sentence: "The picture came from a virtual camera." },
  webgl_vm_detected: { category: "device", weight: 30, sentence: "Graphics are those of a virtual machine." },
  incognito_detected: { category: "device", weight: 5, sentence: "The browser was in private mode." },
  vpn_detected: { category: "network", weight: 15, sentence: "The consent came through a known VPN exit." },
  proxy_detected: { category: "network", weight: 18, sentence: "The connection passes an open proxy." },
  tor_detected: { category: "network", weight: 35, sentence: "The address is a Tor exit." },
  datacenter_ip: {
    category: "network",
    weight: 18,
    sentence: "Consent came from a hosting network, not a home or phone.",
  },
  ip_velocity: {
    category: "network",
    weight: 20,
    sentence: "Nine sessions came from this address in an hour.",
    facts: { sessions: 9 },
  },
  impossible_travel: {
    category: "network",
    weight: 30,
    sentence: "4,100 km from the last session in 40 minutes.",
    facts: { distance_km: 4100, minutes: 40 },
  },
  ip_risk: {
    category: "network",
    weight: 45,
    sentence: "The address was reported for abuse in the last 30 days.",
  },
  exif_editing_detected: { category: "document", weight: 30, sentence: "The picture names an image editor." },
  screen_photo_detected: {
    category: "document",
    weight: 30,
    sentence: "The document was photographed from a screen.",
  },
  mrz_tampering: {
    category: "document",
    weight: 45,
    sentence: "The machine readable zone contradicts the print.",
  },
  barcode_mismatch: {
    category: "document",
    weight: 35,
    sentence: "The barcode gives another date of birth.",
  },
  low_image_quality: { category: "document", weight: 8, sentence: "Glare covers part of the document." },
  duplicate_device: {
    category: "identity_graph",
    weight: 20,
    sentence: "This device was used by other applicants.",
  },
  duplicate_email: {
    category: "identity_graph",
    weight: 15,
    sentence: "The e-mail address belongs to another person.",
  },
  duplicate_phone: {
    category: "identity_graph",
    weight: 15,
    sentence: "The phone number belongs to another person.",
  },
  duplicate_document_number: {
    category: "identity_graph",
    weight: 30,
    sentence: "This document number was used in other sessions.",
  },
  duplicate_face: {
    category: "identity_graph",
    weight: 35,
    sentence: "The face was seen under another name.",
  },
  duplicate_name_dob: {
    category: "identity_graph",
    weight: 20,
    sentence: "Name and date of birth exist already.",
  },
  duplicate_ip: {
    category: "identity_graph",
    weight: 5,
    sentence: "Other applicants came from this address.",
  },
  integrity_checksum_mismatch: {
    category: "integrity",
    weight: 50,
    sentence: "The upload does not match its checksum.",
  },
  payload_tampering: { category: "integrity", weight: 45, sentence: "The payload was changed in transit." },
  contradictory_claims: {
    category: "integrity",
    weight: 15,
    sentence: "Time zone and stated country disagree.",
  },
  ai_generated_face: { category: "biometric", weight: 50, sentence: "The selfie looks synthetic." },
  camera_injection_detected: {
    category: "biometric",
    weight: 50,
    sentence: "Frames were injected into the camera.",
  },
} as const satisfies Record<string, SignalKind>;

/** The name of a signal. */
export type SignalName = keyof typeof signalCatalog;

const NAMES = Object.keys(signalCatalog) as SignalName[];
const BANDS: Readonly<Record<RiskLevel, readonly [number, number]>> = {
  low: [0, 20],
  medium: [21, 50],
  high: [51, 80],
  critical: [81, 160],
};

/** The band a composite score falls in. */
export function riskLevel(score: number): RiskLevel {
  return score > 80 ? "critical" : score > 50 ? "high" : score > 20 ? "medium" : "low";
}

/** The composite score of a session: its signals added up, at most 100. */
export function compositeScore(signals: readonly Pick<BundleSignal, "risk_score">[]): number {
  return Math.min(
    100,
    signals.reduce((sum, signal) => sum + signal.risk_score, 0),
  );
}

function toSignal(name: SignalName, random: Random): BundleSignal {
  const { weight, sentence, facts }: SignalKind = signalCatalog[name];
  const seen: Record<string, Json> = random.chance(0.12) ? { occurrences: random.int(1, 5) } : {};
  const extra: Record<string, Json> = { ...facts, ...seen };
  const details = Object.keys(extra).length > 0 ? { summary: sentence, ...extra } : sentence;
  return { signal_type: name, risk_score: weight, risk_level: riskLevel(weight), details };
}

/** Raise the required signals, then others until the composite score lies in the wanted band. */
export function raiseSignals(
  level: RiskLevel,
  required: readonly SignalName[],
  random: Random,
): BundleSignal[] {
  const [low, high] = BANDS[level];
  const chosen: SignalName[] = [...required];
  let score = chosen.reduce((sum, name) => sum + signalCatalog[name].weight, 0);
  for (const name of random.shuffle(NAMES)) {
    const { weight } = signalCatalog[name];
    if (score >= low || chosen.includes(name) || score + weight > high) {
      continue;
    }
    chosen.push(name);
    score += weight;
  }
  return chosen.map((name) => toSignal(name, random));
}
