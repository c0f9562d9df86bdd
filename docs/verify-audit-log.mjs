#!/usr/bin/env node
// Verifies an exported audit log with nothing but Node.js: node verify-audit-log.mjs LOG.jsonl [PUBLIC KEY]
// The form is described in docs/audit-log.md. Exit code 0: everything is as it was sealed.
import { createHash, createPublicKey, verify } from "node:crypto";
import { createReadStream } from "node:fs";

const [file, expectedKey] = process.argv.slice(2);

function must(isSo, problem) {
  if (isSo) return;
  console.error(`NOT AS SEALED: ${problem}`);
  process.exit(1);
}

const sha256 = (...parts) => parts.reduce((sum, part) => sum.update(part), createHash("sha256")).digest();

/** RFC 8785, for values whose numbers are integers. */
function canonical(value) {
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  const members = Object.keys(value).sort();
  return `{${members.map((key) => `${JSON.stringify(key)}:${canonical(value[key])}`).join(",")}}`;
}

/** RFC 6962, section 2.1, from the hashes of the leaves. */
function merkleRoot(hashes) {
  if (hashes.length === 1) return hashes[0];
  let split = 1;
  while (split * 2 < hashes.length) split *= 2;
  return sha256(Buffer.of(1), merkleRoot(hashes.slice(0, split)), merkleRoot(hashes.slice(split)));
}

/** Ed25519 (RFC 8032), over the canonical form. */
const isSigned = (value, signature) =>
  verify(null, Buffer.from(canonical(value)), publicKey, Buffer.from(signature, "hex"));

let header;
let publicKey;
let [prunedThrough, number, events] = [0, 0, 0];
let [previous, hashes, sealedAt] = ["0".repeat(64), [], "never"];

const isOurs = (value, format) =>
  value.format === `countersign-audit-${format}/1` &&
  value.organization === header.organization &&
  value.environment === header.environment;

function begin(first) {
  header = first;
  must(isOurs(first, "log"), "this is not an exported log");
  must(!expectedKey || first.public_key === expectedKey, "it is signed by another key");
  const key = Buffer.from(first.public_key, "base64");
  must(key.length === 32 && key.toString("base64") === first.public_key, "its key cannot be read");
  const der = Buffer.concat([Buffer.from("302a300506032b6570032100", "hex"), key]);
  publicKey = createPublicKey({ key: der, format: "der", type: "spki" });
  if (!first.pruned) return;
  const { pruning, signature } = first.pruned;
  must(isOurs(pruning, "pruning") && isSigned(pruning, signature), "what retention removed is not signed");
  prunedThrough = pruning.through_seal;
}

function checkSeal({ hash, seal, signature }) {
  const place = `seal ${seal.number}`;
  must(seal.number === number + 1, `seal ${number + 1} is missing`);
  must(isOurs(seal, "seal"), `${place} belongs to another log`);
  must(sha256(canonical(seal)).toString("hex") === hash, `${place} was changed`);
  must(isSigned(seal, signature), `${place} is not signed by the log's key`);
  must(seal.previous === previous, `${place} does not follow the seal before it`);
  if (seal.number > prunedThrough) {
    must(hashes.length === seal.count, `${place} has ${seal.count} events, and ${hashes.length} are there`);
    must(merkleRoot(hashes).toString("hex") === seal.root, `an event of ${place} is not what was sealed`);
    events += hashes.length;
  }
  [number, previous, sealedAt, hashes] = [seal.number, hash, seal.sealed_at, []];
}

function take(line) {
  if (!header) begin(JSON.parse(line));
  else if (line.startsWith("[")) hashes.push(sha256(Buffer.of(0), line));
  else {
    must(line.startsWith('{"hash":'), "a line is neither an event nor a seal");
    checkSeal(JSON.parse(line));
  }
}

// Lines end with a line feed and with nothing else: other ends of lines may stand in an event.
let rest = "";
for await (const chunk of createReadStream(file, "utf8")) {
  const lines = (rest + chunk).split("\n");
  rest = lines.pop();
  for (const line of lines) take(line);
}
must(header && rest === "", "the file is not whole");
console.log(`${header.organization} ${header.environment}: ${events} events as sealed.`);
console.log(`The last seal is number ${number} of ${sealedAt}; ${hashes.length} events are not sealed yet.`);
if (prunedThrough)
  console.log(`Retention removed the events up to seal ${prunedThrough}; their seals are intact.`);
console.log(`The key is ${header.public_key}: compare it with the Audit page's, or a checkpoint's.`);
