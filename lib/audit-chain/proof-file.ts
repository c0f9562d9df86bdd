import { z } from "zod";
import { environments } from "@/lib/actor/actor";
import { formats, type SealPayload } from "@/lib/audit-chain/canonical";
import {
  isDecimal,
  isSignedNote,
  type Note,
  readCheckpointText,
  readNote,
  signatureTypes,
  type TreeHead,
} from "@/lib/audit-chain/note";
import { canonicalJson } from "@/lib/platform/canonical-json";
import { fromBase64, readPublicKey } from "@/lib/platform/ed25519";
import { isIncluded, leafHash } from "@/lib/platform/merkle-tree";

// A file that proves one event of a log offline, as C2SP specifies it (c2sp.org/tlog-proof). The entry of the tree is
// a seal, so the extra data has the seal, the event, and the proof that the seal covers the event.

const firstLine = "c2sp.org/tlog-proof@v1";
const hash = z.string().regex(/^[0-9a-f]{64}$/);

const sealStatement = z.strictObject({
  format: z.literal(formats.seal),
  organization: z.string(),
  environment: z.enum(environments),
  number: z.int().min(1),
  previous: hash,
  first_sequence: z.int(),
  last_transaction: z.int(),
  last_sequence: z.int(),
  count: z.int().min(1),
  root: hash,
  sealed_at: z.string(),
}) satisfies z.ZodType<SealPayload>;

const extraData = z.strictObject({
  format: z.literal(formats.proof),
  public_key: z.string().refine((key) => fromBase64(key)?.length === 32),
  event: z.string(),
  event_index: z.int().min(0),
  event_proof: z.array(hash).max(63),
  seal: sealStatement,
});
export type ProofExtra = z.infer<typeof extraData>;

/** The parts of a proof; `proof` are the hashes from the seal's neighbour upwards. */
export type EventProof = { extra: ProofExtra; index: number; proof: readonly Buffer[]; checkpoint: string };

/** Writes the file of a proof. */
export const writeProof = ({ extra, index, proof, checkpoint }: EventProof): string =>
  [
    firstLine,
    `extra ${Buffer.from(canonicalJson(extra)).toString("base64")}`,
    `index ${index}`,
    ...proof.map((each) => each.toString("base64")),
    "",
    checkpoint,
  ].join("\n");

type ReadProof = { extra: ProofExtra; index: number; proof: Buffer[]; note: Note; head: TreeHead };

/** Reads the file of a proof; null when it is none of ours. */
export function readProof(text: string): ReadProof | null {
  const split = text.indexOf("\n\n");
  const [first, extraLine = "", indexLine = "", ...hashes] = text.slice(0, Math.max(split, 0)).split("\n");
  const [, encoded = ""] = /^extra (\S+)$/.exec(extraLine) ?? [];
  const [, index = ""] = /^index (\S+)$/.exec(indexLine) ?? [];
  const written = fromBase64(encoded)?.toString() ?? "";
  const extra = extraData.safeParse(parse(written));
  const proof = hashes.map(fromBase64);
  const note = readNote(text.slice(split + 2));
  const head = note && readCheckpointText(note.text);
  if (first !== firstLine || !extra.success || !isDecimal(index) || !note || !head) return null;
  // One event has one form: a proof with a changed character is never accepted, not even where it means the same.
  if (written !== canonicalJson(extra.data)) return null;
  if (!proof.every((each) => each !== null)) return null;
  return { extra: extra.data, index: Number(index), proof, note, head };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Sequence, transaction, instant, id, type, environment, the actor, the resource, the request, metadata. */
const eventColumns = z
  .tuple([z.int(), z.int(), z.string(), z.string(), z.string(), z.string()], z.unknown())
  .transform((all) => ({ createdAt: all[2], id: all[3], type: all[4], metadata: all[14] }));

/** What a proof proves, in parts that can be compared with something else. */
export type ProvenEvent = {
  type: string;
  createdAt: string;
  metadata: Record<string, unknown>;
  seal: SealPayload;
  origin: string;
  publicKey: string;
};
export type ProofVerdict = { faults: string[]; proven: ProvenEvent | null };

/**
 * Verifies a proof by itself: that the event is in the seal, the seal in the tree, and that the log signed the tree.
 * @param options `key`, the log's public key in base64, where it is known
 * @returns what is wrong, in words; nothing when the event is proved
 */
export function verifyProof(text: string, options: { key?: string } = {}): ProofVerdict {
  const read = readProof(text);
  if (!read) return { faults: ["this is not a proof of an event"], proven: null };
  const { extra, index, proof, note, head } = read;
  const event = eventColumns.safeParse(parse(extra.event));
  const metadata = z.record(z.string(), z.unknown()).safeParse(event.data?.metadata);
  const { seal } = extra;
  const faults = [
    [event.success && metadata.success, "it has no event"],
    [!options.key || options.key === extra.public_key, "the log's key is not the given one"],
    [
      isIncluded(
        leafHash(extra.event),
        extra.event_index,
        extra.event_proof.map((each) => Buffer.from(each, "hex")),
        { size: seal.count, root: Buffer.from(seal.root, "hex") },
      ),
      "the event is not in the seal",
    ],
    [index === seal.number - 1, "the seal has another number"],
    [isIncluded(leafHash(canonicalJson(seal)), index, proof, head), "the seal is not in the log"],
    [isByKey(note, head, extra.public_key), "the checkpoint is not signed by the log's key"],
  ].flatMap(([isRight, fault]) => (isRight ? [] : [String(fault)]));
  if (faults.length > 0 || !event.success || !metadata.success) return { faults, proven: null };
  const { type, createdAt } = event.data;
  return {
    faults,
    proven: {
      type,
      createdAt,
      metadata: metadata.data,
      seal,
      origin: head.origin,
      publicKey: extra.public_key,
    },
  };
}

/**
 * Verifies a proof, and that it is the proof of this: an event of this type with this SHA-256.
 * @returns what is wrong, in words; nothing when the log records it
 */
export function verifyEventProof(
  text: string,
  { type, sha256, key }: { type: string; sha256: string; key?: string | undefined },
): ProofVerdict {
  const { faults, proven } = verifyProof(text, key ? { key } : {});
  if (!proven || (proven.type === type && proven.metadata.sha256 === sha256)) return { faults, proven };
  return { faults: ["it proves something else"], proven: null };
}

function isByKey(note: Note, { origin }: TreeHead, publicKey: string): boolean {
  try {
    return isSignedNote(note, { name: origin, type: signatureTypes.note, key: readPublicKey(publicKey) });
  } catch {
    return false;
  }
}
