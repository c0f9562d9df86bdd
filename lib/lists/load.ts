import "server-only";
import { type Actor, can } from "@/lib/actor/actor";
import { recordLook } from "@/lib/events/looks";
import { type Blockable, blockables } from "@/lib/lists/schema";
import { maySearchByNumber } from "@/lib/records/number-search";
import type { Digest } from "@/lib/vault/blind-index";

/**
 * The kinds of entries taken from sessions that an actor may find by value. A hit confirms a value of the session, so
 * that those who may not see it do not find it: members who see no values find nothing, and an API key at most
 * document numbers, if its organization lets it read them.
 */
export async function confirmableKinds(actor: Actor): Promise<readonly Blockable[]> {
  if (can(actor, "pii:mask")) return blockables;
  return (await maySearchByNumber(actor)) ? ["document_number"] : [];
}

/** Records a question for listed values with a digest of them, never the values. */
export async function recordListSearch(
  actor: Actor,
  digests: readonly Digest[],
  found: number,
): Promise<void> {
  const names = digests.map(({ digest }) => Buffer.from(digest).toString("hex").slice(0, 16)).sort();
  const kinds = [...new Set(digests.map(({ kind }) => kind))].sort();
  const metadata = { digest: names[0] ?? "", kinds, found };
  await recordLook(actor, { about: names.join(), event: { type: "search.lists", metadata } });
}
