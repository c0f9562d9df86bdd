import "server-only";
import { type Actor, authorize, inScope } from "@/lib/actor/actor";
import { recordEvent } from "@/lib/events/record";
import type { Wording } from "@/lib/letters/paragraphs";
import { renderPaper } from "@/lib/letters/pdf";
import { specimenLetter } from "@/lib/letters/specimen";
import { letterheadOf } from "@/lib/organization/load";
import { db } from "@/lib/platform/db";
import { AppError } from "@/lib/platform/errors";
import { currentSettings } from "@/lib/settings/load";
import { currentWording } from "@/lib/wordings/load";
import { getWording, neededOf, wordingChanges } from "@/lib/wordings/read";
import {
  type WordingDto,
  type WordingInput,
  type WordingPreviewInput,
  wordingOfLetter,
} from "@/lib/wordings/schema";

/** Puts changed texts in place of saved ones; null takes an own text away. */
const changedTexts = (saved: Wording, texts: WordingInput["texts"]): Wording =>
  Object.fromEntries(Object.entries({ ...saved, ...texts }).filter(([, text]) => typeof text === "string"));

/** Refuses texts that do not fit their letter. */
function refuseUnfit({ texts, ...place }: WordingPreviewInput): void {
  const { error } = wordingOfLetter(neededOf(place)).safeParse(texts);
  if (!error) return;
  throw new AppError("validation_error", "A paragraph does not fit this letter.", {
    fields: error.issues.map(({ path, message }) => ({ field: `texts.${path.join(".")}`, message })),
  });
}

/**
 * Returns a letter with fictional facts as PDF, with changed texts that need not be saved.
 * @throws AppError validation_error for a text that does not fit; conflict when no font has one of its letters
 */
export async function previewWording(
  actor: Actor,
  input: WordingPreviewInput,
): Promise<{ name: string; bytes: Buffer }> {
  authorize(actor, "settings:read");
  const { letter, law, language, texts } = input;
  refuseUnfit(input);
  const place = { letter, law, language };
  const [{ organization }, saved] = await Promise.all([currentSettings(actor), currentWording(actor, place)]);
  const head = await letterheadOf(actor.scope.organizationPk, organization);
  const paper = specimenLetter(place, changedTexts(saved.texts, texts));
  return {
    name: `preview-${letter.replaceAll("_", "-")}-${language}.pdf`,
    bytes: await renderPaper({ ...paper, head }),
  };
}

/**
 * Saves a new version of an organization's words of a letter. Letters that were made keep theirs.
 * @throws AppError validation_error for a text that does not fit; conflict when another member has saved since
 * `version`, nothing changes, or no font has one of its letters
 */
export async function saveWording(actor: Actor, input: WordingInput): Promise<WordingDto> {
  authorize(actor, "settings:update");
  const { letter, law, language, texts, version } = input;
  const place = { letter, law, language };
  // A text that cannot be printed would stop every letter.
  await previewWording(actor, { ...place, texts });
  await db.$transaction(async (tx) => {
    await lockWordings(tx, actor);
    const saved = await currentWording(actor, place, tx);
    if (saved.version !== version)
      throw new AppError(
        "conflict",
        "Another member has changed these texts. Reload the page to see the changes.",
      );
    const after = changedTexts(saved.texts, texts);
    const changes = wordingChanges(place, saved.texts, after);
    if (changes.length === 0) throw new AppError("conflict", "These texts are saved already.");
    await tx.letterWording.create({
      data: { ...inScope(actor), ...place, version: version + 1, texts: after, savedBy: actor.id },
    });
    await recordEvent(tx, actor, {
      type: "letter.wording-saved",
      metadata: { ...place, version: version + 1, changes },
      resource: { type: "settings", id: "letters" },
    });
  });
  return getWording(actor, place);
}

/** Saves of wordings in an environment come one after the other. */
const lockWordings = async (tx: { $queryRaw: typeof db.$queryRaw }, actor: Actor): Promise<void> => {
  const { organizationPk, environment } = inScope(actor);
  await tx.$queryRaw`SELECT 1 FROM settings
    WHERE organization_pk = ${organizationPk} AND environment = ${environment}::"Environment" FOR UPDATE`;
};
