import "server-only";
import {
  type Cosignature,
  checkpointText,
  findCosignature,
  isByFormerKey,
  isDecimal,
  readSignature,
  type TreeHead,
} from "@/lib/audit-chain/note";
import type { Log } from "@/lib/audit-chain/seal";
import { leavesOf, readRoots } from "@/lib/audit-chain/tree";
import {
  originOf,
  signedCheckpoint,
  type TreeLog,
  treeHead,
  treeLog,
  treeSize,
} from "@/lib/audit-chain/tree-head";
import { type Witness, witnesses } from "@/lib/audit-chain/witnessed";
import { db } from "@/lib/platform/db";
import { env } from "@/lib/platform/env";
import { ask } from "@/lib/platform/exchange";
import type { WitnessProblem } from "@/lib/platform/generated/enums";
import { log } from "@/lib/platform/log";
import { consistencyRanges } from "@/lib/platform/merkle-tree";
import { scopeOf } from "@/lib/platform/scope";

/** What a witness's answer amounts to. `size`: what it has seen is of another size than we said. */
type Answer =
  | { cosignature: Cosignature }
  | { size: number }
  | { problem: WitnessProblem; isSilent?: boolean };

/** A witness that says one of these has seen another history than the one that is there. */
const alarming: readonly WitnessProblem[] = ["not_consistent", "ahead"];

/** What asking about one log came to. `silent`: there was no answer at all. */
type Outcome = "signed" | "silent" | "other";

/**
 * Asks every witness to sign the newest checkpoint of every log that it has not signed. A failure does not stop the
 * others, but a witness that gives no answer is not asked for further logs.
 * @returns the number of new signatures
 */
export async function askWitnesses(logs: readonly Log[]): Promise<number> {
  let signed = 0;
  for (const witness of witnesses())
    for (const each of logs) {
      const outcome = await askOrAlarm(witness, treeLog(each));
      if (outcome === "signed") signed++;
      if (outcome === "silent") break;
    }
  return signed;
}

/** A log whose checkpoint cannot be made, such as one with a damaged tree, is told and passed over. */
async function askOrAlarm(witness: Witness, of: TreeLog): Promise<Outcome> {
  try {
    return await askWitness(witness, of);
  } catch (error) {
    const { organization, environment } = of;
    const told = { alarm: "audit", witness: witness.key.name, organization, environment, err: error };
    log.error(told, "a witness could not be asked about this log");
    return "other";
  }
}

async function askWitness(witness: Witness, of: TreeLog): Promise<Outcome> {
  const size = await treeSize(of);
  const known = await knownTo(witness, of);
  if (size === 0 || (known.size === size && known.line && !known.problem)) return "other";
  const head = await treeHead(of, size);
  const answer = await submit(witness, of, head, known.size <= size ? known.size : 0);
  if ("cosignature" in answer) {
    await storeCosignature(witness, of, head, answer.cosignature);
    return "signed";
  }
  const problem = "size" in answer ? "unexpected" : answer.problem;
  await storeProblem(witness, of, problem);
  const told = {
    witness: witness.key.name,
    organization: of.organization,
    environment: of.environment,
    problem,
  };
  if (alarming.includes(problem)) log.error({ alarm: "audit", ...told }, "a witness refuses this log");
  else log.warn(told, "a witness has not signed this log");
  return "isSilent" in answer && answer.isSilent ? "silent" : "other";
}

const keyOf = ({ key }: Witness, of: TreeLog) => ({ ...scopeOf(of), witness: key.name });

/**
 * What is stored of a witness under the log's present name: under another name it has seen another log, and
 * with another key it may have forgotten.
 */
async function knownTo(witness: Witness, of: TreeLog) {
  const where = { organizationPk_environment_witness: keyOf(witness, of) };
  const row = await db.auditWitness.findUnique({ where });
  const signature = row?.line ? readSignature(row.line) : null;
  const isOther = signature !== null && isByFormerKey(witness.key, signature);
  return row?.origin === originOf(of) && !isOther ? row : { size: 0, line: null, problem: null };
}

/** Submits a checkpoint; when the witness has seen an older one than we know of, once more from there. */
async function submit(witness: Witness, of: TreeLog, head: TreeHead, old: number): Promise<Answer> {
  const first = await submitOnce(witness, of, head, old);
  if (!("size" in first)) return first;
  if (first.size > head.size) return { problem: "ahead" };
  return first.size === old ? { problem: "unexpected" } : submitOnce(witness, of, head, first.size);
}

const limitMs = 10_000;
const mostBytes = 65_536;

async function submitOnce(witness: Witness, of: TreeLog, head: TreeHead, old: number): Promise<Answer> {
  const proof = await readRoots(leavesOf(of), consistencyRanges(old, head.size));
  const lines = [
    `old ${old}`,
    ...proof.map((hash) => hash.toString("base64")),
    "",
    await signedCheckpoint(of, head),
  ];
  const { status, failure, text, bytes, contentType } = await ask({
    method: "POST",
    url: `${witness.url}/add-checkpoint`,
    headers: { "Content-Type": "text/plain; charset=utf-8" },
    body: lines.join("\n"),
    allowed: {
      http: env().AUDIT_WITNESS_ALLOW_HTTP === "on",
      networks: env().AUDIT_WITNESS_ALLOWED_NETWORKS,
    },
    limitMs,
    mostBytes,
  });
  if (failure || status === null) return { problem: "unreachable", isSilent: true };
  if (status >= 500) return { problem: "unreachable" };
  if (status === 409) return readConflict(text, contentType);
  if (status === 200) return readCosignature(witness, head, bytes > mostBytes ? "" : text);
  return { problem: problems[status] ?? "unexpected" };
}

const problems: Record<number, WitnessProblem> = {
  403: "wrong_key",
  404: "unknown_log",
  422: "not_consistent",
};

/** Without a size, a conflict says that the witness has seen another tree of this very size. */
function readConflict(text: string, contentType: string | null): Answer {
  if (!contentType?.startsWith("text/x.tlog.size")) return { problem: "not_consistent" };
  const size = text.replace(/\n$/, "");
  return isDecimal(size) ? { size: Number(size) } : { problem: "unexpected" };
}

/** A witness's clock may be ahead of ours by so much. */
const mostAheadMs = 300_000;

function readCosignature({ key }: Witness, head: TreeHead, text: string): Answer {
  const lines = text.split("\n").flatMap((line) => readSignature(line) ?? []);
  const cosignature = findCosignature(checkpointText(head), lines, key);
  if (!cosignature || cosignature.at.getTime() > Date.now() + mostAheadMs) return { problem: "no_signature" };
  return { cosignature };
}

async function storeCosignature(witness: Witness, of: TreeLog, head: TreeHead, { at, line }: Cosignature) {
  const key = keyOf(witness, of);
  const known = await knownTo(witness, of);
  const since = "since" in known && known.since ? known.since : at;
  const said = {
    origin: head.origin,
    size: head.size,
    root: new Uint8Array(head.root),
    line,
    cosignedAt: at,
    since,
    problem: null,
    problemSince: null,
  };
  const where = { organizationPk_environment_witness: key };
  await db.auditWitness.upsert({ where, create: { ...key, ...said }, update: said });
}

async function storeProblem(witness: Witness, of: TreeLog, problem: WitnessProblem): Promise<void> {
  const key = keyOf(witness, of);
  const where = { organizationPk_environment_witness: key };
  const row = await db.auditWitness.findUnique({ where });
  const since = row?.problem === problem ? row.problemSince : new Date();
  const said = { problem, problemSince: since };
  await db.auditWitness.upsert({ where, create: { ...key, origin: originOf(of), ...said }, update: said });
}
