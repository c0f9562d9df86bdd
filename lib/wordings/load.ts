import "server-only";
import { type Actor, inScope } from "@/lib/actor/actor";
import type { LetterPlace, Wording } from "@/lib/letters/paragraphs";
import { db, type Transaction } from "@/lib/platform/db";
import { readStored } from "@/lib/platform/stored";
import { storedWording } from "@/lib/wordings/schema";

/** Reads the texts of a stored version. */
export const textsOf = (row: { texts: unknown }): Wording =>
  readStored(storedWording, row.texts, "letter_wordings.texts");

/** Returns the newest wording of a letter; version 0 is ours, which an organization has until it saves one. */
export async function currentWording(
  actor: Actor,
  { letter, law, language }: LetterPlace,
  at: Pick<Transaction, "letterWording"> = db,
): Promise<{ version: number; texts: Wording }> {
  const row = await at.letterWording.findFirst({
    where: { ...inScope(actor), letter, law, language },
    orderBy: { version: "desc" },
  });
  return row ? { version: row.version, texts: textsOf(row) } : { version: 0, texts: {} };
}
