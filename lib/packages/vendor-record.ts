import "server-only";
import type { Actor } from "@/lib/actor/actor";
import { parseExact, stringifyExact } from "@/lib/format/exact-json";
import { findTaken, openRecord } from "@/lib/intake/record";
import { withholds } from "@/lib/packages/withheld";
import { requireSession } from "@/lib/records/open";
import { marksOf, reviewedBundle, suspicionNames } from "@/lib/remarks/load";
import { type Marks, remarksOf, suspicionIn } from "@/lib/remarks/policy";
import type { OwnRequest } from "@/lib/requests/load";
import type { VendorRecord } from "@/lib/vendors/adapter";

/** The name of a session's vendor record in the list of unreadable data. */
export const recordItem = "Vendor record";

/** What an answer has of a vendor's record: its documents by name, or why they are not there. */
export type AnswerRecord = { documents: Record<string, unknown> } | { reason: string };

/**
 * Returns what the vendor sent about a session, as the answer to its subject has it (GDPR Art. 15(3)). The record has
 * the vendor's own form, so nothing can be taken out of it. It is left out as a whole where an answer leaves out
 * anything that can be in it: what a law withholds, an open review, suspicion material and marked remarks.
 * @returns null when none is kept, and when it is left out
 * @throws AppError not_found when the actor may not answer about the session
 */
export async function vendorRecordOf(
  actor: Actor,
  request: OwnRequest,
  { id, isWithheld }: { id: string; isWithheld: boolean },
): Promise<AnswerRecord | null> {
  await requireSession(actor, id, "answer");
  const session = await findTaken(actor, id);
  if (!session?.sourceRecord || isWithheld || withholds(request)) return null;
  const marks = await marksOf(actor, request, id);
  const suspicion = await suspicionNames(actor);
  if ([...marks.values()].some(({ isSuspicion }) => isSuspicion)) return null;
  const bundle = await reviewedBundle(actor, request, id, () => undefined);
  if (suspicionIn(bundle, suspicion).length > 0) return null;
  const record = await openRecord(actor, session).catch(() => "damaged" as const);
  if (record === null) return { reason: "its file is missing" };
  if (record === "damaged") return { reason: "its file is damaged" };
  const unsaid = [...suspicion.keys, ...suspicion.tags, ...markedWords(remarksOf(bundle), marks)];
  const documents = Object.fromEntries(Object.entries(record).map(([name, text]) => [name, parsed(text)]));
  if (names(record, documents, unsaid)) return null;
  const { reviewedAt } = request;
  if (reviewedAt && session.sourceRecord.changedAt > reviewedAt)
    return { reason: "it came in after the answer was reviewed" };
  return { documents };
}

/** The ids and texts of the remarks that are marked, by which they are found in a record. */
const markedWords = (remarks: ReturnType<typeof remarksOf>, marks: Marks): string[] =>
  remarks.flatMap(({ remark, text }) =>
    marks.has(remark) ? [text, ...(remark.startsWith("note:") ? [remark.slice("note:".length)] : [])] : [],
  );

/** Parses a document of a record. What is not JSON stays text. */
function parsed(text: string): unknown {
  try {
    return parseExact(text);
  } catch {
    return parseExact(JSON.stringify(text));
  }
}

/** Tells whether any of some words is in a record, in any case and however the vendor escaped its letters. */
function names(record: VendorRecord, documents: object, unsaid: readonly string[]): boolean {
  const words = unsaid.map((word) => word.trim().toLowerCase()).filter(Boolean);
  if (words.length === 0) return false;
  const written = [...Object.values(record), stringifyExact(documents)].join("\n").toLowerCase();
  return words.some((word) => written.includes(word) || written.includes(JSON.stringify(word).slice(1, -1)));
}
