import "server-only";
import { randomUUID } from "node:crypto";
import { promisify } from "node:util";
import { gunzip, gzip } from "node:zlib";
import { z } from "zod";
import { type Actor, inScope } from "@/lib/actor/actor";
import type { Mapping } from "@/lib/intake/source";
import { blobs } from "@/lib/platform/blobs";
import { canonicalJson } from "@/lib/platform/canonical-json";
import { mac } from "@/lib/platform/crypto";
import { db } from "@/lib/platform/db";
import { purposeKey } from "@/lib/platform/keys";
import { belowSession, type Scope, scopeSql } from "@/lib/platform/scope";
import { readStored } from "@/lib/platform/stored";
import { cipherOf } from "@/lib/records/open";
import type { VendorRecord } from "@/lib/vendors/adapter";

const pack = promisify(gzip);
const unpack = promisify(gunzip);
const storedRecord = z.record(z.string(), z.string());

/**
 * What makes a record another one, and the mapping it is read with: a keyed digest, because a plain one would tell
 * whether a guess at the record is right.
 */
export async function digestOf(
  { adapter, settings, actor }: Mapping,
  record: VendorRecord,
): Promise<Buffer<ArrayBuffer>> {
  const key = await purposeKey(actor.scope.organizationId, "source-digest");
  const essence = JSON.parse(JSON.stringify({ essence: adapter.essence(record), settings })) as object;
  return mac(key, canonicalJson({ ...essence, mapping: adapter.mappingVersion }));
}

type Kept = Scope & { pk: bigint; id: string; dataKeyId: string | null };

/**
 * Keeps a record under its session's key, in place of the one before. A session that was redacted meanwhile keeps none.
 * @returns whether it is kept
 */
export async function keepRecord(
  { actor, row: source }: Mapping,
  session: Kept,
  record: VendorRecord,
  { digest, changedAt }: { digest: Buffer<ArrayBuffer>; changedAt: Date },
): Promise<boolean> {
  const cipher = await cipherOf(actor, "session", session);
  if (cipher.isDestroyed || !session.dataKeyId) return false;
  const blobKey = `${session.dataKeyId}/${randomUUID()}`;
  await blobs().put(blobKey, cipher.sealImage(blobKey, await pack(JSON.stringify(record))));
  const before = await db.$transaction(async (tx) => {
    const [locked] = await tx.$queryRaw<
      unknown[]
    >`SELECT 1 FROM sessions WHERE ${scopeSql(session)} AND pk = ${session.pk}
      AND data_key_id = ${session.dataKeyId}::uuid AND retention_status <> 'redacted' FOR UPDATE`;
    if (!locked) return null;
    const found = await tx.sourceRecord.findFirst({ where: belowSession(session) });
    const data = { sourcePk: source.pk, blobKey, digest, changedAt };
    if (found) await tx.sourceRecord.updateMany({ where: belowSession(session), data });
    else await tx.sourceRecord.create({ data: { ...data, ...belowSession(session) }, select: { pk: true } });
    return { blobKey: found?.blobKey };
  });
  if (!before) await blobs().remove(blobKey);
  else if (before.blobKey) await blobs().remove(before.blobKey);
  return before !== null;
}

/** The session that a vendor's session is here, and what is kept of its record. */
export const findTaken = (actor: Actor, id: string) =>
  db.session.findUnique({
    where: { organizationPk_environment_id: { ...inScope(actor), id } },
    select: {
      ...{ organizationPk: true, environment: true, pk: true, id: true, dataKeyId: true, source: true },
      ...{ retentionStatus: true, isRestricted: true, documents: { select: { id: true, blobKey: true } } },
      ...{ status: true, resultStatus: true, terminalAt: true },
      result: { select: { pk: true } },
      sourceRecord: { select: { blobKey: true, digest: true, changedAt: true } },
    },
  });
export type Taken = NonNullable<Awaited<ReturnType<typeof findTaken>>>;

/**
 * Opens the record that is kept of a session.
 * @returns null when none is kept, or its file is gone
 * @throws Error when it was changed
 */
export async function openRecord(actor: Actor, session: Taken): Promise<VendorRecord | null> {
  const blobKey = session.sourceRecord?.blobKey;
  const [cipher, sealed] = await Promise.all([
    cipherOf(actor, "session", session),
    blobKey ? blobs().get(blobKey) : null,
  ]);
  if (!blobKey || !sealed || cipher.isDestroyed) return null;
  const text = (await unpack(cipher.openImage(blobKey, sealed))).toString();
  return readStored(storedRecord, JSON.parse(text), "source_records.blob_key");
}

/** Stores with which mapping a kept record was read, unless another record has taken its place meanwhile. */
export async function markRead(
  { row: source }: Mapping,
  session: Taken,
  digest: Buffer<ArrayBuffer>,
): Promise<void> {
  const blobKey = session.sourceRecord?.blobKey ?? "";
  const where = { ...belowSession(session), blobKey };
  await db.sourceRecord.updateMany({ where, data: { digest, sourcePk: source.pk } });
}
