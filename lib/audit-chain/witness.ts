import "server-only";
import { type CheckpointPayload, formats } from "@/lib/audit-chain/canonical";
import { logName } from "@/lib/audit-chain/rows";
import type { Log } from "@/lib/audit-chain/seal";
import { sentStatement } from "@/lib/audit-chain/sides";
import { logKey } from "@/lib/audit-chain/signing";
import { canonicalJson } from "@/lib/platform/canonical-json";
import { db } from "@/lib/platform/db";
import { isSigned, readPublicKey, signText } from "@/lib/platform/ed25519";
import { log } from "@/lib/platform/log";
import { type Place, places } from "@/lib/platform/places";

export type Checkpoint = { sealNumber: number; line: string };

/** Signs a checkpoint of a log's newest seal; null while nothing is sealed. */
export async function checkpointOf({
  organizationPk,
  organizationId,
  environment,
}: Log): Promise<Checkpoint | null> {
  const seal = await db.auditSeal.findFirst({
    where: { organizationPk: BigInt(organizationPk), environment },
    orderBy: { number: "desc" },
    select: { number: true, hash: true },
  });
  if (!seal) return null;
  const { key, publicKey } = await logKey(organizationId);
  const checkpoint: CheckpointPayload = {
    format: formats.checkpoint,
    organization: organizationId,
    environment,
    seal_number: seal.number,
    seal_hash: Buffer.from(seal.hash).toString("hex"),
    public_key: publicKey,
    made_at: new Date().toISOString(),
  };
  const signature = signText(key, canonicalJson(checkpoint)).toString("hex");
  return { sealNumber: seal.number, line: canonicalJson({ checkpoint, signature }) };
}

/**
 * Sends the newest checkpoint of every log to every place that lacks it. A failure does not stop the others.
 * @returns the number of sent checkpoints
 */
export async function sendCheckpoints(logs: readonly Log[]): Promise<number> {
  let sent = 0;
  for (const place of places())
    for (const each of logs)
      try {
        sent += await sendTo(place, each);
      } catch (error) {
        log.error(
          { err: error, place: place.name, organization: each.organizationId },
          "checkpoint not sent",
        );
      }
  return sent;
}

const isTooSoon = ({ everyHours = 0 }: Place, last: Date) =>
  Date.now() - last.getTime() < everyHours * 3_600_000;

async function sendTo(place: Place, target: Log): Promise<number> {
  const checkpoint = await checkpointOf(target);
  const scope = {
    organizationPk: BigInt(target.organizationPk),
    environment: target.environment,
    place: place.name,
  };
  const last = await lastSent(target, scope);
  if (!checkpoint || last?.sealNumber === checkpoint.sealNumber) return 0;
  if (last && isTooSoon(place, last.sentAt)) return 0;
  await place.put(
    `${target.organizationId}/${target.environment}/${String(checkpoint.sealNumber).padStart(10, "0")}.json`,
    checkpoint.line,
  );
  const told = { sealNumber: checkpoint.sealNumber, sentAt: new Date() };
  const { key } = await logKey(target.organizationId);
  const statement = sentStatement(logName(target), { ...told, place: place.name });
  const signed = { ...told, signature: new Uint8Array(signText(key, statement)) };
  await db.auditCheckpoint.upsert({
    where: { organizationPk_environment_place: scope },
    create: { ...scope, ...signed },
    update: signed,
  });
  return 1;
}

type SentScope = { organizationPk: bigint; environment: Log["environment"]; place: string };

/**
 * Returns the checkpoint last sent to a place. A row without our signature proves nothing, so the checkpoint is sent
 * again.
 */
async function lastSent(target: Log, scope: SentScope) {
  const row = await db.auditCheckpoint.findUnique({ where: { organizationPk_environment_place: scope } });
  if (!row) return null;
  const { publicKey } = await logKey(target.organizationId);
  const isOurs = isSigned(
    readPublicKey(publicKey),
    sentStatement(logName(target), row),
    Buffer.from(row.signature),
  );
  return isOurs ? row : null;
}
