import { createPublicKey, type KeyObject } from "node:crypto";
import { digest } from "@/lib/platform/crypto";
import { fromBase64, isSigned, readPublicKey, signText } from "@/lib/platform/ed25519";
import { hashBytes } from "@/lib/platform/merkle";

// Signed notes, checkpoints and cosignatures as C2SP specifies them (c2sp.org: signed-note, tlog-checkpoint,
// tlog-cosignature).

/** What a signature in a note is: of the note itself, or a witness's, which has a time. */
export const signatureTypes = { note: 1, cosignature: 4 } as const;
type SignatureType = (typeof signatureTypes)[keyof typeof signatureTypes];

/** A key that a note's reader knows: its name, and what it signs. */
export type NoteKey = { name: string; type: SignatureType; key: KeyObject };

/** The head of a tree: of which log, how many leaves, and their root. */
export type TreeHead = { origin: string; size: number; root: Buffer };

type NoteSignature = { name: string; id: Buffer; bytes: Buffer; line: string };
export type Note = { text: string; signatures: NoteSignature[] };

const idBytes = 4;
const timeBytes = 8;
const signatureBytes = 64;
/** More signatures than a log with its witnesses has, and more than a reader must accept. */
const mostSignatures = 100;

const keyBytes = 32;
const publicBytes = (key: KeyObject) =>
  (key.type === "private" ? createPublicKey(key) : key)
    .export({ format: "der", type: "spki" })
    .subarray(-keyBytes);

/** The four bytes that name a key in a note, beside its name. */
const keyId = ({ name, type, key }: NoteKey): Buffer =>
  digest(Buffer.concat([Buffer.from(`${name}\n`), Buffer.of(type), publicBytes(key)])).subarray(0, idBytes);

/** A name has no spaces and no plus, so that it can stand in a line and in a verifier key. */
const isName = (name: string) => name !== "" && !/[\p{White_Space}+]/u.test(name) && !isControlled(name);

/** Whether a text has a control character other than a line feed. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what a note must not contain
const isControlled = (text: string) => /[\u0000-\u0009\u000b-\u001f]/.test(text);

/** Writes a key as others configure it: name, key id and public key. */
export const verifierKey = (key: NoteKey): string =>
  `${key.name}+${keyId(key).toString("hex")}+${Buffer.concat([Buffer.of(key.type), publicBytes(key.key)]).toString("base64")}`;

/**
 * Reads such a text. The public key may contain a plus, the name and the id do not.
 * @returns null when it is not the key of an Ed25519 signature of these types
 */
export function readVerifierKey(text: string): NoteKey | null {
  const [, name = "", id = "", encoded = ""] = /^([^+]+)\+([0-9a-f]{8})\+(.+)$/.exec(text) ?? [];
  const bytes = fromBase64(encoded);
  const type = Object.values(signatureTypes).find((each) => each === bytes?.[0]);
  if (!bytes || !type || bytes.length !== 1 + keyBytes || !isName(name)) return null;
  const key = { name, type, key: readPublicKey(bytes.subarray(1).toString("base64")) };
  return keyId(key).toString("hex") === id ? key : null;
}

/** Whether a text is a number as notes write it: decimal, and with no zero before it. */
export const isDecimal = (text: string) => /^(0|[1-9]\d{0,14})$/.test(text);

const signatureLine = (name: string, id: Buffer, signature: Buffer) =>
  `— ${name} ${Buffer.concat([id, signature]).toString("base64")}\n`;

/** The text of a checkpoint, which is what its signatures are over. */
export const checkpointText = ({ origin, size, root }: TreeHead): string =>
  `${origin}\n${size}\n${root.toString("base64")}\n`;

/** Signs a checkpoint as its log. A log's key has the name of its origin. */
export function signCheckpoint(head: TreeHead, key: KeyObject): string {
  const text = checkpointText(head);
  const id = keyId({ name: head.origin, type: signatureTypes.note, key });
  return `${text}\n${signatureLine(head.origin, id, signText(key, text))}`;
}

/** Reads a signed note; null when it is none. */
export function readNote(note: string): Note | null {
  const split = note.lastIndexOf("\n\n");
  if (split < 0 || !note.endsWith("\n") || isControlled(note)) return null;
  const lines = note.slice(split + 2, -1).split("\n");
  const signatures = lines.map(readSignature);
  if (signatures.length > mostSignatures || !signatures.every((each) => each !== null)) return null;
  return { text: note.slice(0, split + 1), signatures };
}

/** Reads one line of a signature; null when it is none. */
export function readSignature(line: string): NoteSignature | null {
  const [dash, name = "", encoded = "", ...more] = line.split(" ");
  const all = fromBase64(encoded);
  if (dash !== "—" || more.length > 0 || !isName(name) || !all || all.length <= idBytes) return null;
  return { name, id: all.subarray(0, idBytes), bytes: all.subarray(idBytes), line };
}

/** Reads the text of a checkpoint; null when it is none. Lines after the third are another's matter. */
export function readCheckpointText(text: string): TreeHead | null {
  const [origin = "", size = "", encoded = "", ...more] = text.split("\n");
  const root = fromBase64(encoded);
  if (!origin || !isDecimal(size) || root?.length !== hashBytes || more.at(-1) !== "") return null;
  if (more.slice(0, -1).includes("")) return null;
  return { origin, size: Number(size), root };
}

const isBy = (key: NoteKey, { name, id }: Pick<NoteSignature, "name" | "id">) =>
  name === key.name && keyId(key).equals(id);

/** Whether a signature has a key's name and another key's id: a witness had another key before. */
export const isByFormerKey = (key: NoteKey, signature: Pick<NoteSignature, "name" | "id">): boolean =>
  signature.name === key.name && !isBy(key, signature);

/** Returns whether a key signed the note. A note with a wrong signature of a known key is not signed. */
export function isSignedNote({ text, signatures }: Note, key: NoteKey): boolean {
  const own = signatures.filter((each) => isBy(key, each));
  return own.length > 0 && own.every(({ bytes }) => isSigned(key.key, text, bytes));
}

/** A witness's statement that it had seen no larger tree of this log, and no other, at this time. */
export type Cosignature = { name: string; at: Date; line: string };

/** The text that a witness signs for a checkpoint. */
export const cosignedText = (checkpoint: string, seconds: number): string =>
  `cosignature/v1\ntime ${seconds}\n${checkpoint}`;

/**
 * Finds a witness's cosignature of a checkpoint among signatures.
 * @returns null when there is none, or a wrong one
 */
export function findCosignature(
  checkpoint: string,
  signatures: readonly NoteSignature[],
  witness: NoteKey,
): Cosignature | null {
  const own = signatures.filter((each) => isBy(witness, each));
  const seconds = (bytes: Buffer) => Number(bytes.readBigUInt64BE());
  const isRight = own.every(
    ({ bytes }) =>
      bytes.length === timeBytes + signatureBytes &&
      seconds(bytes) < 2 ** 40 &&
      isSigned(witness.key, cosignedText(checkpoint, seconds(bytes)), bytes.subarray(timeBytes)),
  );
  const [first] = own;
  if (!first || !isRight) return null;
  return { name: witness.name, at: new Date(seconds(first.bytes) * 1000), line: first.line };
}
