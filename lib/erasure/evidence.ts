import "server-only";
import { z } from "zod";
import { viewKeyOf } from "@/lib/documents/load";
import { reachOf } from "@/lib/erasure/columns";
import { blobs } from "@/lib/platform/blobs";
import { digest } from "@/lib/platform/crypto";
import type { Transaction } from "@/lib/platform/db";
import { Prisma } from "@/lib/platform/generated/client";
import { belowSession, type Scope } from "@/lib/platform/scope";
import { fieldMap, personalModels } from "@/lib/vault/field-map";

/**
 * What an erasure destroyed of a session, without its content: the number of rows by table, and the SHA-256 (hex) of
 * every ciphertext. A hash cannot be reversed, but a person with a copy of a ciphertext can show that it was
 * destroyed.
 */
export const destroyedRecord = z.strictObject({
  erased_at: z.string(),
  /** The audit event that records it. */
  event: z.string(),
  /** SHA-256 of the id of the session's data key; null if there was no key. */
  data_key_sha256: z.string().nullable(),
  records: z.record(z.string(), z.int()),
  ciphertexts: z.record(z.string(), z.array(z.string())),
  /** Ciphertexts of images and thumbnails. */
  images: z.array(z.string()),
});
export type Destroyed = z.infer<typeof destroyedRecord>;

const sha256 = (bytes: string | Uint8Array) => digest(bytes).toString("hex");
const tableName = (model: string) => model.replaceAll(/(?<=.)[A-Z]/g, (letter) => `_${letter}`).toLowerCase();

type Held = { findMany: (input: object) => Promise<{ sealed?: Uint8Array | null }[]> };

/**
 * Counts and hashes what a redaction will destroy, if a request needs the proof.
 * @returns null when no request concerns this session
 */
export async function evidenceOf(
  tx: Transaction,
  session: Scope & { pk: bigint; dataKeyId: string | null; takenIdentity: bigint | null },
): Promise<Omit<Destroyed, "erased_at" | "event"> | null> {
  const asked = await tx.requestMatch.count({ where: { ...belowSession(session), state: "accepted" } });
  if (asked === 0) return null;
  const records: Destroyed["records"] = {};
  const ciphertexts: Destroyed["ciphertexts"] = {};
  for (const model of ["Session", ...personalModels()]) {
    const { delegate, where } = reachOf(model, session);
    const hasSealed = "sealed" in (fieldMap[model] ?? {});
    const rows = await (tx[delegate] as unknown as Held).findMany({
      where: { ...where, ...(hasSealed && { sealed: { not: null } }) },
      ...(hasSealed && { select: { sealed: true } }),
    });
    if (rows.length === 0) continue;
    records[tableName(model)] = rows.length;
    const hashes = rows.flatMap(({ sealed }) => (sealed ? [sha256(sealed)] : []));
    if (hashes.length > 0) ciphertexts[tableName(model)] = hashes.sort();
  }
  return {
    data_key_sha256: session.dataKeyId && sha256(session.dataKeyId),
    records,
    ciphertexts,
    images: await imageHashes(tx, session),
  };
}

async function imageHashes(tx: Transaction, session: Scope & { pk: bigint }): Promise<string[]> {
  const documents = await tx.document.findMany({
    where: belowSession(session),
    select: { blobKey: true, thumbnailKey: true },
  });
  const keys = documents.flatMap(({ blobKey, thumbnailKey }) => [
    blobKey,
    thumbnailKey,
    blobKey && viewKeyOf(blobKey),
  ]);
  const hashes: string[] = [];
  for (const key of keys) {
    const bytes = key ? await blobs().get(key) : null;
    if (bytes) hashes.push(sha256(bytes));
  }
  return hashes.sort();
}

/**
 * Stores the evidence with every request that accepted the session, in the transaction of the erasure. Earlier
 * evidence stays.
 */
export async function keepEvidence(
  tx: Transaction,
  session: Scope & { pk: bigint },
  destroyed: Destroyed | null,
): Promise<void> {
  if (!destroyed) return;
  await tx.requestMatch.updateMany({
    where: { ...belowSession(session), state: "accepted", destroyed: { equals: Prisma.AnyNull } },
    data: { destroyed },
  });
}
