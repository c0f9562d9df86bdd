import "server-only";
import type { Actor } from "@/lib/actor/actor";
import type { Transaction } from "@/lib/platform/db";
import { newId } from "@/lib/platform/id";
import type { ErrorReason } from "@/lib/screening/schema";
import { toHit } from "@/lib/screening-runs/hits";
import type { CheckType, Subject } from "@/lib/screening-runs/subject";
import { type ComparedList, mostHits, similarTo } from "@/lib/watchlists/load";
import { comparableName } from "@/lib/watchlists/policy";
import { type ListedType, listedTypes } from "@/lib/watchlists/schema";

/** The outcome of a check. `error` says that nothing was compared, and why; it is never `clear` then. */
export type Outcome = {
  reason: ErrorReason | null;
  detail: string | null;
  lists: ComparedList[];
  /** The versions that the name was compared with, as a check keeps them; none where there was nothing to compare. */
  seen: string[];
  hits: ReturnType<typeof toHit>[];
  isCapped: boolean;
};

const isListed = (type: string): type is ListedType => (listedTypes as readonly string[]).includes(type);
const words = (type: string) => type.replaceAll("_", " ");

/** Compares a person with what is loaded here for a type of check, or with some of these lists. */
export async function compare(
  tx: Transaction,
  actor: Actor,
  checkType: CheckType,
  subject: Subject,
  only: readonly string[] = [],
): Promise<Outcome> {
  const nothing = { lists: [], seen: [], hits: [], isCapped: false };
  if (!isListed(checkType))
    return {
      ...nothing,
      reason: "no_source",
      detail: `No source for ${words(checkType)} is connected here.`,
    };
  const name = comparableName(subject.nameFirst, subject.nameLast);
  const { lists, found } = await similarTo(tx, actor, checkType, name, only);
  if (name === null)
    return { ...nothing, reason: "no_name", detail: "The last name has nothing that can be compared." };
  if (lists.length === 0)
    return {
      ...nothing,
      reason: "no_watchlist",
      detail: `No watchlist for ${words(checkType)} is loaded here.`,
    };
  const hits = found.slice(0, mostHits).map((entry) => toHit(newId("hit"), subject, entry));
  const seen = lists.map(({ id, version }) => `${id}@${version}`);
  return { reason: null, detail: null, lists, seen, hits, isCapped: found.length > mostHits };
}
