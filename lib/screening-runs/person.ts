import "server-only";
import { readSources } from "@/lib/mrz/sources";
import { parseMrz } from "@/lib/mrz/zone";
import type { Transaction } from "@/lib/platform/db";
import { belowSession, keyOf } from "@/lib/platform/scope";
import type { SessionFacts } from "@/lib/records/open";
import type { Subject } from "@/lib/screening-runs/subject";
import { subjectsOf } from "@/lib/screening-runs/subjects";
import type { RecordCipher } from "@/lib/vault/cipher";

/**
 * Returns whom of a session to compare: by every name that {@link subjectsOf} finds in what it holds now. None once it
 * is redacted.
 */
export async function personOf(
  tx: Pick<Transaction, "session" | "check">,
  session: SessionFacts,
  cipher: RecordCipher,
): Promise<Subject[]> {
  const [{ sealed, result }, ocr] = await Promise.all([
    tx.session.findUniqueOrThrow({
      where: keyOf(session),
      select: { sealed: true, result: { select: { sealed: true } } },
    }),
    tx.check.findFirst({
      where: { ...belowSession(session), policy: "document_ocr" },
      orderBy: { attempt: "desc" },
      select: { attempt: true, sealed: true },
    }),
  ]);
  const details = ocr && cipher.open("check", `document_ocr/${ocr.attempt}`, ocr.sealed)?.details;
  const { mrzLines, visual, barcode, chip } = readSources(details);
  return subjectsOf({
    extracted: cipher.open("result", session.id, result?.sealed ?? null)?.extractedData,
    stated: cipher.open("session", session.id, sealed)?.fields,
    read: [parseMrz(mrzLines)?.fields, barcode, visual, chip],
    country: session.country,
  });
}
