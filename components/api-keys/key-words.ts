import type { Tone } from "@/components/ui/tone";
import type { ApiKeyDto } from "@/lib/api-keys/schema";

/** Names a key for people: its label, or the beginning of its secret. */
export const nameOf = ({ label, keyPrefix }: Pick<ApiKeyDto, "label" | "keyPrefix">): string =>
  label ?? `${keyPrefix}…`;

/** Whether a key can be used, in a word. */
export function stateOf({ isActive, expiresAt }: ApiKeyDto, now: number): { word: string; tone: Tone } {
  if (!isActive) return { word: "revoked", tone: "muted" };
  if (expiresAt && Date.parse(expiresAt) <= now) return { word: "expired", tone: "warn" };
  return { word: "active", tone: "good" };
}
