import "server-only";
import type { LogName } from "@/lib/audit-chain/canonical";
import {
  readSignature,
  signatureTypes,
  signCheckpoint,
  type TreeHead,
  verifierKey,
} from "@/lib/audit-chain/note";
import type { Log } from "@/lib/audit-chain/seal";
import { logKey } from "@/lib/audit-chain/signing";
import { leavesOf, readRoots } from "@/lib/audit-chain/tree";
import { witnessedOf } from "@/lib/audit-chain/witnessed";
import { db } from "@/lib/platform/db";
import { readPublicKey } from "@/lib/platform/ed25519";
import { env } from "@/lib/platform/env";
import { type Scope, scopeOf } from "@/lib/platform/scope";

/** A log by its key in the database and by its name. */
export type TreeLog = Scope & LogName;

/** Names a log by its scope. */
export const treeLog = ({ organizationPk, organizationId, environment }: Log): TreeLog => ({
  organizationPk: BigInt(organizationPk),
  environment,
  organization: organizationId,
});

/** Where the log's checkpoint and tiles are served, below the public address. */
export const treePath = ({ organization, environment }: LogName): string =>
  `/api/v1/logs/${encodeURIComponent(organization)}/${environment}`;

/** The name of a log for witnesses: its address without the scheme. It changes with PUBLIC_URL. */
export const originOf = (log: LogName): string =>
  `${env().publicUrl.replace(/^https?:\/\//, "")}${treePath(log)}`;

/** The log's key as a witness is configured with it. */
export async function logVerifierKey(log: LogName): Promise<string> {
  const { publicKey } = await logKey(log.organization);
  return verifierKey({ name: originOf(log), type: signatureTypes.note, key: readPublicKey(publicKey) });
}

/** Returns how many leaves the tree has. */
export async function treeSize(scope: Scope): Promise<number> {
  const newest = await db.auditTreeLeaf.findFirst({
    where: scopeOf(scope),
    orderBy: { number: "desc" },
    select: { number: true },
  });
  return newest?.number ?? 0;
}

/** Returns the head of the tree, or of how it once was. */
export async function treeHead(log: TreeLog, size: number): Promise<TreeHead> {
  const [root = Buffer.alloc(0)] = await readRoots(leavesOf(log), [[0, size]]);
  return { origin: originOf(log), size, root };
}

/** Returns the signed checkpoint of the tree as it is; null while nothing is sealed. */
export async function checkpointOfTree(log: TreeLog): Promise<string | null> {
  const size = await treeSize(log);
  return size > 0 ? cosignedCheckpoint(log, await treeHead(log, size)) : null;
}

/** A checkpoint that a proof can be of: its size, and the signed note. */
export type ProvenHead = { size: number; checkpoint: string };

/**
 * Returns the checkpoint for proofs of a leaf: the newest one that a witness has signed, or else the newest one.
 * @returns null while the tree does not have the leaf
 */
export async function provenHead(log: TreeLog, number: number): Promise<ProvenHead | null> {
  const newest = await treeSize(log);
  if (newest < number) return null;
  const signed = (await witnessedOf(log)).filter(({ origin }) => origin === originOf(log));
  const size = Math.max(0, ...signed.map((each) => each.size).filter((each) => each <= newest));
  const head = await treeHead(log, size >= number ? size : newest);
  return { size: head.size, checkpoint: await cosignedCheckpoint(log, head) };
}

/** Signs the checkpoint of a head, and adds the signatures of witnesses that have seen this very head. */
async function cosignedCheckpoint(log: TreeLog, head: TreeHead): Promise<string> {
  const signed = (await witnessedOf(log)).filter(
    ({ origin, size, root, line }) =>
      origin === head.origin && size === head.size && root.equals(head.root) && readSignature(line) !== null,
  );
  return (await signedCheckpoint(log, head)) + signed.map(({ line }) => `${line}\n`).join("");
}

/** Signs the checkpoint of a head. */
export async function signedCheckpoint(log: TreeLog, head: TreeHead): Promise<string> {
  const { key } = await logKey(log.organization);
  return signCheckpoint(head, key);
}
