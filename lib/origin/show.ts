import "server-only";
import type { Actor } from "@/lib/actor/actor";
import { instantOrNull } from "@/lib/format/instant";
import type { OpenSession } from "@/lib/records/open";
import { viewIdentifier } from "@/lib/records/view";
import type { hiddenRoutes, OriginDto } from "@/lib/sessions/schema";
import type { RiskDto } from "@/lib/signals/schema";

export type Origin = Pick<OriginDto, "ipAddress" | "device" | "attempt" | "submittedAt">;

type OriginRow = {
  sealed: Uint8Array | null;
  processingAttempts: number | null;
  documents: readonly { capturedAt: Date | null }[];
};

const textOf = (value: unknown): string | null => (typeof value === "string" && value.trim() ? value : null);

/** Sources name the parts of a device in several ways; the first that is present counts. */
const deviceParts = [
  ["model", "device_model", "type"],
  ["os", "platform", "operating_system"],
  ["browser", "browser_name", "user_agent"],
];

/** Returns what a reviewer calls a device: model, system and browser, or else its ID. */
function nameOfDevice(device: Record<string, unknown> | null | undefined): string | null {
  if (!device) return null;
  const parts = deviceParts.flatMap((names) => {
    const said = names.map((name) => textOf(device[name])).find((value) => value !== null);
    return said ? [said] : [];
  });
  return parts.length > 0 ? parts.join(", ") : textOf(device.id);
}

const newestOf = (documents: OriginRow["documents"]) =>
  documents.reduce<Date | null>(
    (newest, { capturedAt }) => (capturedAt && (!newest || capturedAt > newest) ? capturedAt : newest),
    null,
  );

/**
 * Returns where a session came from, as its view allows: clear to the member who claimed the case, masked for others,
 * and nothing once the sensitive window has closed.
 */
export function showOrigin(
  actor: Actor,
  session: OpenSession,
  { sealed, processingAttempts, documents }: OriginRow,
): Origin {
  const opened = session.isExpired ? null : session.shown.open("session", session.id, sealed);
  return {
    ipAddress: viewIdentifier(session.view, opened?.consentIp),
    // The contract knows no device, so API keys get none.
    device: actor.kind === "person" ? viewIdentifier(session.view, nameOfDevice(opened?.device)) : null,
    attempt: processingAttempts,
    submittedAt: instantOrNull(newestOf(documents)),
  };
}

const routes: Record<string, (typeof hiddenRoutes)[number]> = {
  vpn_detected: "vpn",
  proxy_detected: "proxy",
  tor_detected: "tor",
  datacenter_ip: "data_center",
};

const countryNames = ["ip_country", "ip_country_code", "country_code", "country"];

/** Returns the country that a signal about the network names in its details. */
function countryIn({ category, details }: RiskDto["signals"][number]): string | null {
  if (category !== "network" || details === null || typeof details !== "object") return null;
  const said = new Map(Object.entries(details));
  const code = countryNames.map((name) => textOf(said.get(name))).find((value) => value !== null);
  return code && /^[A-Z]{2}$/.test(code) ? code : null;
}

/** Returns what the signals, as the viewer may see them, say of the address: its country and what hides its place. */
export function networkOf(signals: RiskDto["signals"]): Pick<OriginDto, "ipCountry" | "hiddenBy"> {
  const hiddenBy = signals.flatMap(({ signalType }) => routes[signalType] ?? []);
  const countries = signals.flatMap((signal) => countryIn(signal) ?? []);
  return { ipCountry: countries[0] ?? null, hiddenBy: [...new Set(hiddenBy)] };
}
