import "server-only";
import { type Actor, inScope } from "@/lib/actor/actor";
import { appendSql, markDone } from "@/lib/events/record";
import type { Transaction } from "@/lib/platform/db";
import { prepared } from "@/lib/platform/db-client";
import { Prisma } from "@/lib/platform/generated/client";
import { newId } from "@/lib/platform/id";
import type { RecordCipher } from "@/lib/vault/cipher";

type Note = { id: string; createdAt: Date };

/** SQL that inserts the row of a note. */
export function noteSql(
  actor: Actor,
  found: { sessionPk: bigint },
  cipher: RecordCipher,
  author: string,
  content: string,
): Note & { sql: Prisma.Sql } {
  const id = newId("note");
  const createdAt = new Date();
  const authorType = actor.kind === "person" ? "org" : "api";
  const { organizationPk, environment } = inScope(actor);
  const sql = Prisma.sql`INSERT INTO case_notes (organization_pk, environment, session_pk, id, author, author_type, created_at, sealed)
    VALUES (${organizationPk}, ${environment}::"Environment", ${found.sessionPk}, ${id}, ${author}, ${authorType}::"AuthorType",
      ${createdAt}, ${cipher.seal("note", id, { content })})`;
  return { id, createdAt, sql };
}

/** Writes a note and its event in one statement, because reviewers write many notes. */
export async function insertNote(
  tx: Pick<Transaction, "$executeRaw">,
  actor: Actor,
  found: { id: string; sessionPk: bigint },
  cipher: RecordCipher,
  author: string,
  content: string,
): Promise<Note> {
  const { id, createdAt, sql } = noteSql(actor, found, cipher, author, content);
  const event = appendSql(actor, {
    type: "case.note-added",
    metadata: { noteId: id },
    resource: { type: "case", id: found.id },
  });
  await markDone(tx, actor, { type: "case", id: found.id });
  await tx.$executeRaw`${Prisma.raw(prepared)} WITH note AS (${sql}) ${event.sql}`;
  return { id, createdAt };
}
