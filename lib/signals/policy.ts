import type { RiskLevel } from "@/lib/contract/vocabulary";

export const signalCategories = [
  "behavioral",
  "device",
  "network",
  "document",
  "identity_graph",
  "integrity",
  "biometric",
  "other",
] as const;
export type SignalCategory = (typeof signalCategories)[number];

const categoryWords: readonly (readonly [SignalCategory, RegExp])[] = [
  ["identity_graph", /^duplicate|^blocklist|_velocity_identity|linked_|shared_/],
  ["biometric", /face|liveness|deepfake|ai_generated|camera_injection/],
  ["document", /mrz|exif|barcode|screen_photo|document|photocopy|forensic|font|hologram|image_quality/],
  ["integrity", /integrity|tampering|contradict|checksum|payload/],
  [
    "device",
    /bot_detected|webdriver|devtools|virtual_camera|webgl|incognito|emulator|rooted|jailbr|device|browser/,
  ],
  ["network", /vpn|proxy|tor\b|tor_|ip_|^ip|datacenter|travel|network|asn|geo/],
  [
    "behavioral",
    /completion|hesitation|distraction|copy_paste|mouse|keystroke|screen_sharing|autofill|typing/,
  ],
];

/** Returns the contract's category of a signal by its name; `other` for unknown names. */
export function signalCategory(signalType: string): SignalCategory {
  return categoryWords.find(([, pattern]) => pattern.test(signalType))?.[0] ?? "other";
}

/** Returns the contract's risk level: 0–20 low, 21–50 medium, 51–80 high, 81–100 critical. */
export function riskLevelOf(score: number): RiskLevel {
  if (score <= 20) return "low";
  if (score <= 50) return "medium";
  return score <= 80 ? "high" : "critical";
}

/** Returns the composite score of a session: the sum of its signals' scores, at most 100; null without signals. */
export function compositeRisk(scores: readonly (number | null)[]): number | null {
  if (scores.length === 0) return null;
  const sum = scores.reduce<number>((total, score) => total + (score ?? 0), 0);
  return Math.round(Math.min(100, Math.max(0, sum)));
}

/** The contract's recommendation for each level. */
export const recommendedActions: Record<RiskLevel, string> = {
  low: "auto_approve",
  medium: "proceed_with_caution",
  high: "manual_review",
  critical: "auto_reject",
};
