import "server-only";
import type pg from "pg";
import type { Actor } from "@/lib/actor/actor";
import { eventColumns, formats, type LogEvent, readEvent } from "@/lib/audit-chain/canonical";
import { writeProof } from "@/lib/audit-chain/proof-file";
import { readSeals } from "@/lib/audit-chain/rows";
import type { Log } from "@/lib/audit-chain/seal";
import { logKey } from "@/lib/audit-chain/signing";
import { leavesOf, readRoots } from "@/lib/audit-chain/tree";
import { provenHead, type TreeLog, treeLog } from "@/lib/audit-chain/tree-head";
import type { AuditEventType } from "@/lib/events/types";
import { db } from "@/lib/platform/db";
import { log } from "@/lib/platform/log";
import { hashBytes, merkleRoot } from "@/lib/platform/merkle";
import { inclusionRanges, leafHash } from "@/lib/platform/merkle-tree";
import { copyRows, withConnection } from "@/lib/platform/row-stream";
import { type Scope, scopeOf } from "@/lib/platform/scope";

/** Which event of a resource is proved: of this type, with this SHA-256 in its metadata. */
export type ProvenBy = { type: AuditEventType; resource: { type: string; id: string }; sha256: string };

/**
 * Makes the file that proves an event offline (C2SP tlog-proof).
 * @returns null while the event is not sealed, and after retention removed it. Events of people are never proved to
 * others, because their bytes contain a name and an address
 */
export async function proofOf(of: Log, { type, resource, sha256 }: ProvenBy): Promise<string | null> {
  const scope = { organizationPk: BigInt(of.organizationPk), environment: of.environment };
  const event = await db.auditEvent.findFirst({
    where: {
      ...scope,
      type,
      resourceType: resource.type,
      resourceId: resource.id,
      actorKind: "job",
      ipAddress: null,
      metadata: { path: ["sha256"], equals: sha256 },
    },
    select: { sequence: true, transactionId: true },
  });
  if (!event) return null;
  const before = await db.auditSeal.findFirst({
    where: { ...scope, OR: endsBefore(event) },
    orderBy: { number: "desc" },
    select: { number: true },
  });
  return withConnection((client) => proveIn(client, of, event.sequence, (before?.number ?? 0) + 1));
}

/**
 * Makes the proof of an event of the actor's log. A proof that cannot be made does not keep back what it is of.
 * @returns null when there is none
 */
export async function proofFor({ scope }: Actor, proven: ProvenBy): Promise<string | null> {
  try {
    const { organizationPk, organizationId, environment } = scope;
    return await proofOf({ organizationPk: String(organizationPk), organizationId, environment }, proven);
  } catch (err) {
    log.error({ err, resource: proven.resource.id }, "no proof was made");
    return null;
  }
}

type Position = { sequence: bigint; transactionId: bigint };

const endsBefore = ({ sequence, transactionId }: Position) => [
  { lastTransaction: { lt: transactionId } },
  { lastTransaction: transactionId, lastSequence: { lt: sequence } },
];

async function proveIn(client: pg.Client, of: Log, sequence: bigint, number: number): Promise<string | null> {
  const tree: TreeLog = treeLog(of);
  const [[seal], event] = [await readSeals(client, of, number - 1, 1), await eventOf(client, tree, sequence)];
  const head = await provenHead(tree, number);
  if (!seal?.leaves || !event || !head) return null;
  const leaf = leafHash(event.line);
  const { leaves } = seal;
  const at = Array.from({ length: seal.payload.count }, (_, place) => place).find((place) =>
    leaves.subarray(place * hashBytes, (place + 1) * hashBytes).equals(leaf),
  );
  if (at === undefined) return null;
  const { publicKey } = await logKey(of.organizationId);
  return writeProof({
    extra: {
      format: formats.proof,
      public_key: publicKey,
      event: event.line,
      event_index: at,
      event_proof: inclusionRanges(at, seal.payload.count).map(([begin, end]) =>
        merkleRoot(leaves.subarray(begin * hashBytes, end * hashBytes)).toString("hex"),
      ),
      seal: seal.payload,
    },
    index: number - 1,
    proof: await readRoots(leavesOf(tree), inclusionRanges(number - 1, head.size)),
    checkpoint: head.checkpoint,
  });
}

async function eventOf(client: pg.Client, scope: Scope, sequence: bigint): Promise<LogEvent | undefined> {
  const { organizationPk, environment } = scopeOf(scope);
  const select = `SELECT ${eventColumns} FROM audit_events WHERE organization_pk = ${organizationPk}
    AND environment = ${client.escapeLiteral(environment)} AND sequence = ${sequence}`;
  let found: LogEvent | undefined;
  for await (const rows of copyRows(client, select)) for (const row of rows) found = readEvent(row);
  return found;
}
