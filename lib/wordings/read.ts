import "server-only";
import { type Actor, authorize, inScope } from "@/lib/actor/actor";
import { instant } from "@/lib/format/instant";
import { ourText, paragraphsOf, placeholdersOf, type Wording } from "@/lib/letters/paragraphs";
import { memberNames } from "@/lib/members/load";
import { db } from "@/lib/platform/db";
import { textsOf } from "@/lib/wordings/load";
import type { WordingDto, WordingPlace } from "@/lib/wordings/schema";

const mostVersions = 50;

/** Lists the paragraphs of a letter that differ between two wordings. */
export const wordingChanges = (place: WordingPlace, before: Wording, after: Wording) =>
  paragraphsOf(place).flatMap((name) =>
    before[name] === after[name] ? [] : [{ name, before: before[name] ?? null, after: after[name] ?? null }],
  );

/** Lists the paragraphs of a letter with the names in braces that each needs. */
export const neededOf = (place: WordingPlace) =>
  paragraphsOf(place).map((name) => ({ name, placeholders: placeholdersOf(ourText(place, name)) }));

/** Returns the texts of a letter, the organization's and ours, with the versions that were saved. */
export async function getWording(actor: Actor, place: WordingPlace): Promise<WordingDto> {
  authorize(actor, "settings:read");
  const { letter, law, language } = place;
  const [rows, names] = await Promise.all([
    db.letterWording.findMany({
      where: { ...inScope(actor), letter, law, language },
      orderBy: { version: "desc" },
      take: mostVersions + 1,
    }),
    memberNames(actor),
  ]);
  const read = rows.map(({ version, savedBy, savedAt, ...row }) => ({
    version,
    savedBy: names.get(savedBy) ?? savedBy,
    savedAt: instant(savedAt),
    texts: textsOf(row),
  }));
  const own = read[0]?.texts ?? {};
  return {
    ...{ letter, law, language, version: read[0]?.version ?? 0 },
    paragraphs: neededOf(place).map(({ name, placeholders }) => ({
      name,
      placeholders,
      ours: ourText(place, name),
      own: own[name] ?? null,
    })),
    versions: read.slice(0, mostVersions).map(({ texts, ...version }, at) => ({
      ...version,
      changes: wordingChanges(place, read[at + 1]?.texts ?? {}, texts),
    })),
  };
}
