import "server-only";
import { recordEvent } from "@/lib/audit/record";
import type { Actor } from "@/lib/auth/actor";
import type { Transaction } from "@/lib/platform/db";
import { newId } from "@/lib/platform/id";
import { sealRow } from "@/lib/privacy/seal";

type NoteLog = Pick<Transaction, "caseNote" | "$executeRaw">;

/** Writes the row of a note and its event. */
export async function insertNote(
  tx: NoteLog,
  actor: Actor,
  found: { id: string; sessionPk: bigint },
  key: Buffer,
  author: string,
  content: string,
): Promise<{ id: string; createdAt: Date }> {
  const id = newId("note");
  const createdAt = new Date();
  await tx.caseNote.create({
    data: {
      sessionPk: found.sessionPk,
      id,
      author,
      authorType: actor.kind === "person" ? "org" : "api",
      createdAt,
      sealed: sealRow(key, "note", id, { content }),
    },
    select: { pk: true },
  });
  await recordEvent(tx, actor, {
    type: "case.note-added",
    metadata: { noteId: id },
    resource: { type: "case", id: found.id },
  });
  return { id, createdAt };
}
