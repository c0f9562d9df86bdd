import { belowSession } from "@/lib/platform/scope";
import "server-only";
import { z } from "zod";
import { type Actor, authorize } from "@/lib/actor/actor";
import { recordRead } from "@/lib/events/looks";
import { numberOf } from "@/lib/format/exact-json";
import { words } from "@/lib/format/words";
import { db } from "@/lib/platform/db";
import type { Prisma } from "@/lib/platform/generated/client";
import { viewDetails } from "@/lib/records/details";
import { type OpenSession, openSession, type SessionName } from "@/lib/records/open";
import { recommendedActions, type SignalCategory, signalCategory } from "@/lib/signals/policy";
import type { RiskDto } from "@/lib/signals/schema";

/** Reads the signals of a session, highest score first. */
export const signalRows = {
  orderBy: [{ riskScore: { sort: "desc", nulls: "last" } }, { position: "asc" }],
} satisfies Prisma.Session$signalsArgs;
type SignalRow = Prisma.FraudSignalGetPayload<object>;

/** Returns the composite risk of an opened session and its signals, highest score first. */
export function showRisk(session: OpenSession, rows: readonly SignalRow[]): RiskDto {
  return {
    sessionId: session.id,
    riskScore: session.riskScore,
    riskLevel: session.riskLevel,
    recommendedAction: session.riskLevel ? recommendedActions[session.riskLevel] : null,
    signals: rows.map((row) => ({
      signalType: row.signalType,
      category: signalCategory(row.signalType),
      riskScore: row.riskScore,
      riskLevel: row.riskLevel,
      details: viewDetails(
        session.view,
        session.shown.open("signal", String(row.position), row.sealed)?.details,
      ),
    })),
  };
}

/**
 * {@link showRisk} for a session by its id.
 * @throws AppError like {@link openSession}
 */
export async function getRisk(actor: Actor, input: { sessionId: SessionName }): Promise<RiskDto> {
  authorize(actor, "sessions:read");
  const session = await openSession(actor, input.sessionId, "read");
  const rows = await db.fraudSignal.findMany({ where: belowSession(session), ...signalRows });
  const risk = showRisk(session, rows);
  if (actor.kind !== "person" && risk.signals.some(({ details }) => details !== null))
    await recordRead(actor, session, "risk");
  return risk;
}

/**
 * Numbers from the details that a sentence may contain. Texts from the details are never used, because they may name
 * a person or an address.
 */
type Facts = { seconds?: number; percent?: number; count?: number; kilometres?: number; minutes?: number };
type Sentence = string | ((facts: Facts) => string);

const plural = (count: number, one: string, many: string) =>
  `${count.toLocaleString("en")} ${count === 1 ? one : many}`;

/** `41 seconds`, `16 minutes` */
const duration = (seconds: number) =>
  seconds < 120
    ? plural(Math.round(seconds), "second", "seconds")
    : plural(Math.round(seconds / 60), "minute", "minutes");

const others = (what: string): Sentence => {
  return ({ count }) =>
    count ? `${what} in ${plural(count, "other session", "other sessions")}.` : `${what} in other sessions.`;
};

const sentences = new Map<string, Sentence>([
  [
    "completion_too_fast",
    ({ seconds }) =>
      `The verification was finished in ${seconds === undefined ? "less than 15 seconds" : duration(seconds)}, faster than people usually manage.`,
  ],
  [
    "completion_too_slow",
    ({ seconds }) =>
      `The verification took ${seconds === undefined ? "more than 15 minutes" : duration(seconds)}, longer than people usually need.`,
  ],
  [
    "high_hesitation",
    ({ percent }) =>
      `There was no typing or pointer movement for ${percent === undefined ? "more than three quarters" : `${percent} %`} of the time.`,
  ],
  [
    "high_distraction",
    ({ count }) =>
      `The applicant left the page for another window ${count ? plural(count, "time", "times") : "more than five times"}.`,
  ],
  ["copy_paste_name", "The name was pasted into the form instead of typed."],
  [
    "mouse_bot_pattern",
    "The pointer moved in straight, even steps, which is typical of programs and not of people.",
  ],
  [
    "keystroke_bot_pattern",
    "The keys were pressed at an even pace, which is typical of programs and not of people.",
  ],
  ["screen_sharing_detected", "The screen was being shared with someone during the verification."],
  ["autofill_then_edit", "The browser filled in the form and the entries were then changed by hand."],
  ["bot_detected", "The browser showed signs of being operated by a program."],
  ["webdriver_evasion_detected", "The browser hid traces that automation leaves behind."],
  ["devtools_open", "The browser's developer tools were open during the verification."],
  ["virtual_camera", "The pictures came from camera software, not from a camera of the device."],
  ["webgl_vm_detected", "The device's graphics are those of a virtual machine, not of a phone or computer."],
  ["incognito_detected", "The browser was in private mode, which leaves fewer traces; many people use it."],
  ["vpn_detected", "The connection came through a VPN, so its real place is not known."],
  ["proxy_detected", "The connection came through a proxy, so its real place is not known."],
  ["tor_detected", "The connection came through the Tor network, which hides where it began."],
  ["datacenter_ip", "The connection came from a data centre, not from a home or mobile network."],
  [
    "ip_velocity",
    ({ count }) =>
      `${count ? plural(count, "session was", "sessions were") : "Unusually many sessions were"} started from the same internet address within a short time.`,
  ],
  [
    "impossible_travel",
    ({ kilometres, minutes }) =>
      kilometres !== undefined && minutes !== undefined
        ? `The session before this one was ${plural(kilometres, "kilometre", "kilometres")} away and ${plural(minutes, "minute", "minutes")} earlier, further than anyone can travel.`
        : "The session before this one was further away than anyone can travel in the time between.",
  ],
  ["ip_risk", "The internet address has been reported for abuse before."],
  ["exif_editing_detected", "The image file names an editing program, so it may have been changed."],
  ["screen_photo_detected", "The image shows a document on a screen or a print, not the document itself."],
  [
    "mrz_tampering",
    "The machine-readable zone of the document does not match the printed text or the check digits.",
  ],
  ["barcode_mismatch", "The barcode of the document does not match the printed text."],
  [
    "low_image_quality",
    "Parts of the document image are too blurred, dark or bright to be read with certainty.",
  ],
  ["blocklist_match", "A value in this session is on the organization's blocklist."],
  ["duplicate_device", others("The same device was used")],
  ["duplicate_email", others("The same e-mail address was given")],
  ["duplicate_phone", others("The same phone number was given")],
  ["duplicate_document_number", others("A document with the same number was presented")],
  ["duplicate_face", others("A very similar face was seen")],
  ["duplicate_name_dob", others("The same name and date of birth were given")],
  ["duplicate_ip", others("The same internet address was used, which people in one household share,")],
  [
    "integrity_checksum_mismatch",
    "The uploaded file is not the one that was captured: its checksum differs.",
  ],
  ["payload_tampering", "The data was changed after it left the capture page."],
  ["contradictory_claims", "What the device reports and what the applicant stated contradict each other."],
  ["ai_generated_face", "The selfie shows signs of an AI-generated image."],
  ["camera_injection_detected", "The pictures were injected instead of being taken with the camera."],
]);

/** Other names of signals on the contract's pages. */
const otherNames = new Map([
  ["proxy", "proxy_detected"],
  ["tor", "tor_detected"],
  ["vpn", "vpn_detected"],
  ["exif_editing", "exif_editing_detected"],
  ["screen_photo", "screen_photo_detected"],
  ["duplicate_name_and_dob", "duplicate_name_dob"],
]);

const subjects: Record<SignalCategory, string> = {
  behavioral: "how the form was used",
  device: "the device",
  network: "the connection",
  document: "the document",
  identity_graph: "links to other sessions",
  integrity: "whether the data arrived as it was captured",
  biometric: "the face or the camera",
  other: "this session",
};

const whole = (most: number) => z.number().min(0).max(most).transform(Math.round);
const longest = 7 * 24 * 3600;
const most = 1_000_000;

const facts: { [fact in keyof Facts]-?: [readonly string[], z.ZodType<number>] } = {
  seconds: [["seconds", "duration_seconds", "completion_seconds", "elapsed_seconds"], whole(longest)],
  percent: [["percent", "idle_percent", "percentage", "idle_percentage"], whole(100)],
  count: [["count", "tab_switches", "session_count", "sessions", "matches", "match_count"], whole(most)],
  kilometres: [["kilometres", "kilometers", "distance_km"], whole(40_000)],
  minutes: [["minutes", "elapsed_minutes"], whole(longest)],
};

function factsIn(details: unknown): Facts {
  const given = z.record(z.string(), z.unknown()).safeParse(details).data ?? {};
  const numbers = new Map(
    Object.entries(given).map(([key, value]) => [
      key.replaceAll(/([A-Z])/g, "_$1").toLowerCase(),
      numberOf(value),
    ]),
  );
  const found = Object.entries(facts).flatMap(([fact, [keys, shape]]) => {
    const value = keys.map((key) => shape.safeParse(numbers.get(key))).find(({ success }) => success);
    return value ? [[fact, value.data]] : [];
  });
  return Object.fromEntries(found);
}

/**
 * Explains a signal in one sentence that a reviewer can repeat to the applicant's lawyer: what was observed, not what
 * it may prove. It contains numbers from the details if they have a known shape, and never their texts.
 * @param details of any shape, as the source gave them
 */
export function explainSignal(signalType: string, details: unknown): string {
  const name = signalType.trim().toLowerCase();
  const sentence = sentences.get(name) ?? sentences.get(otherNames.get(name) ?? "");
  if (typeof sentence === "function") return sentence(factsIn(details));
  if (sentence) return sentence;
  const subject = subjects[signalCategory(name)];
  return /^[a-z][a-z0-9_.:-]{0,63}$/.test(name)
    ? `The source raised “${words(name)}”, a signal about ${subject} that Countersign cannot explain.`
    : "The source raised a signal that Countersign cannot explain.";
}
