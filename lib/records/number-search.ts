import "server-only";
import { type Actor, can, inScope } from "@/lib/actor/actor";
import { recordLook } from "@/lib/events/looks";
import { db } from "@/lib/platform/db";
import { consume } from "@/lib/platform/rate-limit";
import { currentSettings } from "@/lib/settings/load";
import { soughtFor } from "@/lib/vault/blind-index";

const mostFound = 500;
/** A member at work searches for a few people a minute; a person who guesses numbers tries hundreds. */
const perPerson = { name: "personal_search", points: 60, seconds: 60 };

/**
 * Counts a search for personal data.
 * @throws AppError rate_limited for a person who searches more than 60 times a minute
 */
export async function countSearch(actor: Actor): Promise<void> {
  if (actor.kind === "person") await consume(perPerson, actor.id);
}

/** A search hit confirms the number, so only those who may see document numbers search by them. */
export async function maySearchByNumber(actor: Actor): Promise<boolean> {
  if (can(actor, "pii:mask")) return true;
  if (!can(actor, "pii:whitelisted")) return false;
  return (await currentSettings(actor)).apiPiiFields.includes("document_number");
}

/** Our own ids are compared as ids. */
const isOurId = (text: string) => /^[a-z]{3,5}_/.test(text);

/**
 * The sessions whose document has this number, in whatever way it is written, by blind index: at most 500, none for
 * those who may not see the number, and none for words, which are no number. Each search is recorded with a digest of what was searched for, never the number.
 * @returns internal keys
 * @throws AppError rate_limited for a person who searches more than 60 times a minute
 */
export async function sessionsByNumber(actor: Actor, text: string): Promise<bigint[]> {
  if (isOurId(text) || !(await maySearchByNumber(actor))) return [];
  const sought = await soughtFor(actor.scope.organizationId, "document_number", text);
  const [first] = sought;
  if (!first) return [];
  await countSearch(actor);
  const digest = { in: sought.map((each) => each.digest) };
  const found = await db.blindIndex.findMany({
    where: { ...inScope(actor), kind: "document_number", digest, session: { isRestricted: false } },
    select: { sessionPk: true },
    distinct: "sessionPk",
    take: mostFound,
  });
  const name = Buffer.from(first.digest).toString("hex").slice(0, 16);
  await recordLook(actor, {
    about: name,
    event: { type: "search.by-document-number", metadata: { digest: name, found: found.length } },
  });
  return found.map(({ sessionPk }) => sessionPk);
}
