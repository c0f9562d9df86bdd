import { createHash, generateKeyPairSync } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  cosignedText,
  findCosignature,
  isSignedNote,
  type NoteKey,
  readCheckpointText,
  readNote,
  readSignature,
  readVerifierKey,
  signatureTypes,
  signCheckpoint,
  verifierKey,
} from "@/lib/audit-chain/note";
import { signText } from "@/lib/platform/ed25519";

// The example of golang.org/x/mod/sumdb/note, whose form C2SP specifies.
const knownKey = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
const knownNote =
  "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n\n" +
  "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n";

const keyOf = (name: string, type: NoteKey["type"]): NoteKey => ({
  name,
  type,
  key: generateKeyPairSync("ed25519").privateKey,
});
const publicOf = (key: NoteKey) => readVerifierKey(verifierKey(key)) ?? key;
const root = createHash("sha256").update("root").digest();
const head = { origin: "desk.example/api/v1/logs/org_1/live", size: 7, root };

describe("a note", () => {
  it("of another implementation is read, and its key", () => {
    const key = readVerifierKey(knownKey);
    const note = readNote(knownNote);
    expect(key && note && isSignedNote(note, key)).toBe(true);
    expect(key && verifierKey(key)).toBe(knownKey);
  });

  it("with any one changed character is not signed", () => {
    const key = readVerifierKey(knownKey);
    for (let at = 0; at < knownNote.length; at++) {
      const changed = `${knownNote.slice(0, at)}${knownNote[at] === "a" ? "b" : "a"}${knownNote.slice(at + 1)}`;
      const note = readNote(changed);
      expect(key && note !== null && isSignedNote(note, key)).toBe(false);
    }
  });

  it("is signed as a checkpoint and read again", () => {
    const key = keyOf(head.origin, signatureTypes.note);
    const text = signCheckpoint(head, key.key);
    const note = readNote(text);
    expect(text.split("\n").slice(0, 3)).toEqual([head.origin, "7", root.toString("base64")]);
    expect(note && readCheckpointText(note.text)).toEqual(head);
    expect(note && isSignedNote(note, publicOf(key))).toBe(true);
    expect(note && isSignedNote(note, keyOf(head.origin, signatureTypes.note))).toBe(false);
    expect(note && isSignedNote(note, { ...key, name: "another.example" })).toBe(false);
    expect(note && isSignedNote(note, { ...key, type: signatureTypes.cosignature })).toBe(false);
  });

  it("with a second, wrong signature of a known key is not signed", () => {
    const key = keyOf(head.origin, signatureTypes.note);
    const [line = ""] = signCheckpoint(head, key.key).split("\n\n")[1]?.split("\n") ?? [];
    const other = signCheckpoint({ ...head, size: 8 }, key.key);
    const note = readNote(`${other}${line}\n`);
    expect(note?.signatures).toHaveLength(2);
    expect(note && isSignedNote(note, key)).toBe(false);
  });

  it("that is none is not read", () => {
    const whole = signCheckpoint(head, keyOf(head.origin, signatureTypes.note).key);
    const wrong = ["", "\n", "\n\n", whole.slice(0, -1), whole.replace("— ", "- "), `${whole}more\n`];
    for (const text of [...wrong, whole.replace("\n", "\r\n"), whole.replace("desk", "de\u0000sk")])
      expect(readNote(text)).toBeNull();
    fc.assert(fc.property(fc.string({ unit: "binary" }), (text) => void readNote(text)));
  });

  it("is no checkpoint without an origin, a size and a root", () => {
    const encoded = root.toString("base64");
    const wrong = ["", "a", "a\n1\n", `a\n01\n${encoded}\n`, `a\n-1\n${encoded}\n`, `\n1\n${encoded}\n`];
    for (const text of [
      ...wrong,
      `a\n1\n${encoded}`,
      `a\n1\n${encoded.slice(2)}\n`,
      `a\n1\n${encoded}\n\nb\n`,
    ])
      expect(readCheckpointText(text)).toBeNull();
    expect(readCheckpointText(`a\n0\n${encoded}\nmore\n`)).toEqual({ origin: "a", size: 0, root });
  });
});

describe("a verifier key", () => {
  it("is read only as it is written", () => {
    const wrong = ["", "a", "a+b+c", knownKey.replace("c74f20a3", "c74f20a4"), `x${knownKey}`];
    for (const text of [...wrong, `${knownKey}=`, knownKey.replace("+AR", "+Ag"), ` ${knownKey}`])
      expect(readVerifierKey(text)).toBeNull();
  });
});

describe("a cosignature", () => {
  const witness = keyOf("witness.example/w1", signatureTypes.cosignature);
  const text = `${head.origin}\n7\n${root.toString("base64")}\n`;
  const cosign = (seconds: number, signed = text) => {
    const time = Buffer.alloc(8);
    time.writeBigUInt64BE(BigInt(seconds));
    const id = Buffer.from(verifierKey(witness).split("+")[1] ?? "", "hex");
    const signature = signText(witness.key, cosignedText(signed, seconds));
    const line = `— ${witness.name} ${Buffer.concat([id, time, signature]).toString("base64")}`;
    return readSignature(line);
  };

  it("says who saw the checkpoint, and when", () => {
    const line = cosign(1_795_989_600);
    expect(line && findCosignature(text, [line], publicOf(witness))).toMatchObject({
      name: "witness.example/w1",
      at: new Date("2026-11-29T22:00:00Z"),
    });
  });

  it("of another text, time or key is none", () => {
    const [right, other] = [cosign(1_795_989_600), cosign(1_795_989_600, `${text}more\n`)];
    if (!right || !other) throw new Error("not read");
    expect(findCosignature(text, [other], witness)).toBeNull();
    expect(findCosignature(text, [right, other], witness)).toBeNull();
    expect(findCosignature(text, [], witness)).toBeNull();
    const later = { ...right, bytes: Buffer.from(right.bytes) };
    later.bytes[7] = (later.bytes[7] ?? 0) ^ 1;
    expect(findCosignature(text, [later], witness)).toBeNull();
    expect(
      findCosignature(text, [right], keyOf("witness.example/w1", signatureTypes.cosignature)),
    ).toBeNull();
    expect(findCosignature(text, [{ ...right, bytes: right.bytes.subarray(1) }], witness)).toBeNull();
  });
});
