#!/usr/bin/env node
// Verifies a proof of one event of an audit log with nothing but Node.js:
// node verify-tlog-proof.mjs FILE.tlog-proof [VERIFIER KEY of the log] [VERIFIER KEY of a witness]...
// The forms are those of c2sp.org: tlog-proof, tlog-checkpoint, signed-note, tlog-cosignature. The extra data is
// described in docs/audit-log.md. Exit code 0: the event is in the log that signed the checkpoint.
import { createHash, createPublicKey, verify } from "node:crypto";
import { readFileSync } from "node:fs";

const [file, logKey, ...witnessKeys] = process.argv.slice(2);

function must(isSo, problem) {
  if (isSo) return;
  console.error(`NOT PROVED: ${problem}`);
  process.exit(1);
}

const sha256 = (...parts) => parts.reduce((sum, part) => sum.update(part), createHash("sha256")).digest();
const leafHash = (bytes) => sha256(Buffer.of(0), bytes);
const same = (one, other) => Buffer.compare(one, other) === 0;

/** RFC 8785, for values whose numbers are integers. */
function canonical(value) {
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  const members = Object.keys(value).sort();
  return `{${members.map((key) => `${JSON.stringify(key)}:${canonical(value[key])}`).join(",")}}`;
}

/** RFC 9162, section 2.1.3.2: walks from the leaf to the root, and counts the levels by the bits of both indexes. */
function rootFrom(leaf, index, size, path) {
  must(index >= 0n && index < size, "the index is outside of the tree");
  let [node, at, last] = [leaf, index, size - 1n];
  for (const other of path) {
    must(last > 0n, "the proof is too long");
    if (at % 2n === 1n || at === last) {
      node = sha256(Buffer.of(1), other, node);
      while (at % 2n === 0n && at > 0n) [at, last] = [at >> 1n, last >> 1n];
    } else node = sha256(Buffer.of(1), node, other);
    [at, last] = [at >> 1n, last >> 1n];
  }
  must(last === 0n, "the proof is too short");
  return node;
}

/** Base64 as an encoder writes it. */
function decode(text) {
  const bytes = Buffer.from(text, "base64");
  must(bytes.toString("base64") === text, "a line is not base64");
  return bytes;
}

const rawKey = (bytes) => {
  const der = Buffer.concat([Buffer.from("302a300506032b6570032100", "hex"), bytes]);
  return createPublicKey({ key: der, format: "der", type: "spki" });
};

/** A verifier key: name, id and base64 of the type's byte and the public key. */
function readKey(text) {
  const [, name, id, encoded] = /^([^+\s]+)\+([0-9a-f]{8})\+(\S+)$/.exec(text) ?? [];
  must(name, `${text} is not a verifier key`);
  return {
    name,
    id,
    type: Buffer.from(encoded, "base64")[0],
    bytes: Buffer.from(encoded, "base64").subarray(1),
  };
}

const keyId = (name, type, bytes) =>
  sha256(Buffer.from(`${name}\n`), Buffer.of(type), bytes)
    .subarray(0, 4)
    .toString("hex");

const text = readFileSync(file, "utf8");
must(text.endsWith("\n") && !/[^\P{Cc}\n]/u.test(text), "the file is not whole");
const lines = text.slice(0, text.indexOf("\n\n")).split("\n");
const note = text.slice(text.indexOf("\n\n") + 2);
must(lines.shift() === "c2sp.org/tlog-proof@v1", "this is not a proof");
const [, encodedExtra] = /^extra (\S+)$/.exec(lines.shift() ?? "") ?? [];
must(encodedExtra, "it has no event");
const writtenExtra = decode(encodedExtra);
const extra = JSON.parse(writtenExtra.toString());
must(same(writtenExtra, Buffer.from(canonical(extra))), "the event's data is not in its canonical form");
const [, index] = /^index (0|[1-9]\d*)$/.exec(lines.shift() ?? "") ?? [];
must(index, "it has no index");
const path = lines.map(decode);
must(
  path.every((hash) => hash.length === 32),
  "a line is not a hash",
);

const body = note.slice(0, note.lastIndexOf("\n\n") + 1);
const [origin, size, encodedRoot] = body.split("\n");
must(origin && /^(0|[1-9]\d*)$/.test(size), "this is not a checkpoint");
const signatures = note
  .slice(note.lastIndexOf("\n\n") + 2, -1)
  .split("\n")
  .map((line) => {
    const [, name, encoded] = /^— (\S+) (\S+)$/.exec(line) ?? [];
    must(name, "a line is not a signature");
    const bytes = decode(encoded);
    return { name, id: bytes.subarray(0, 4).toString("hex"), bytes: bytes.subarray(4) };
  });

const { seal, event } = extra;
must(
  extra.format === "countersign-audit-proof/1" && typeof event === "string",
  "it is not of a format that this knows",
);
must(
  extra.event_proof.every((hash) => /^[0-9a-f]{64}$/.test(hash)),
  "a hash of the event's proof cannot be read",
);
const inSeal = extra.event_proof.map((hash) => Buffer.from(hash, "hex"));
const sealRoot = rootFrom(leafHash(event), BigInt(extra.event_index), BigInt(seal.count), inSeal);
must(sealRoot.toString("hex") === seal.root, "the event is not in the seal");
const root = rootFrom(leafHash(canonical(seal)), BigInt(index), BigInt(size), path);
must(same(root, decode(encodedRoot)), "the seal is not in the log");

const key = logKey ? readKey(logKey) : { name: origin, type: 1, bytes: decode(extra.public_key), id: "" };
const id = keyId(key.name, key.type, key.bytes);
must(key.name === origin && key.type === 1 && (!logKey || key.id === id), "the key is of another log");
const own = signatures.filter((each) => each.name === key.name && each.id === id);
must(own.length > 0, "the log's key has not signed the checkpoint");
for (const { bytes } of own)
  must(
    verify(null, Buffer.from(body), rawKey(key.bytes), bytes),
    "the log's signature is not of this checkpoint",
  );

for (const each of witnessKeys.map(readKey)) {
  must(each.type === 4 && each.id === keyId(each.name, 4, each.bytes), "this is not the key of a witness");
  const found = signatures.find(({ name, id: which }) => name === each.name && which === each.id);
  must(found?.bytes.length === 72, `${each.name} has not signed the checkpoint`);
  const time = found.bytes.readBigUInt64BE();
  const signed = Buffer.from(`cosignature/v1\ntime ${time}\n${body}`);
  must(
    verify(null, signed, rawKey(each.bytes), found.bytes.subarray(8)),
    `the signature of ${each.name} is wrong`,
  );
  console.log(
    `${each.name} saw this log with ${size} seals at ${new Date(Number(time) * 1000).toISOString()}.`,
  );
}
const [, , at, eventId, type] = JSON.parse(event);
console.log(
  `${type} (${eventId}) of ${at} is in seal ${seal.number} of ${seal.organization} ${seal.environment}.`,
);
if (!logKey)
  console.log(`The log's key is ${extra.public_key}: compare it with the one that the log publishes.`);
