import "server-only";
import type { KeyObject } from "node:crypto";
import { publicKeyText, signingKey } from "@/lib/platform/ed25519";
import { purposeKey } from "@/lib/platform/keys";

export type LogKey = { key: KeyObject; publicKey: string };

const known = new WeakMap<Buffer, LogKey>();

/**
 * Returns the key that signs an organization's log. It is derived from the organization's key: the main database does
 * not store it, rotating the master key does not change it, and its public half can always be derived again.
 */
export async function logKey(organizationId: string): Promise<LogKey> {
  const seed = await purposeKey(organizationId, "audit-seal");
  const made = known.get(seed) ?? toLogKey(seed);
  known.set(seed, made);
  return made;
}

function toLogKey(seed: Buffer): LogKey {
  const key = signingKey(seed);
  return { key, publicKey: publicKeyText(key) };
}
