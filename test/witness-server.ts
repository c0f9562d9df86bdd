// A witness for transparency logs, written from the specification c2sp.org/tlog-witness and sharing nothing with our
// code. It says "ready PORT VERIFIER-KEY" and is controlled with PUT /control/logs and PUT /control/fault.
import { createHash, createPublicKey, generateKeyPairSync, type KeyObject, sign, verify } from "node:crypto";
import http from "node:http";

type Fault = { how: string; times: number };
type Seen = { size: bigint; root: string };

const name = "witness.test/w1";
const pair = generateKeyPairSync("ed25519");
const stranger = generateKeyPairSync("ed25519");
const logs = new Map<string, { id: string; key: KeyObject }>();
const seen = new Map<string, Seen>();
let fault: Fault = { how: "", times: 0 };
let asked = 0;

const sha256 = (...parts: (string | Uint8Array)[]) =>
  parts.reduce((sum, part) => sum.update(part), createHash("sha256")).digest();
const node = (left: Buffer, right: Buffer) => sha256(Buffer.of(1), left, right);
const raw = (key: KeyObject) => key.export({ format: "der", type: "spki" }).subarray(-32);
const idOf = (key: KeyObject, type: number) => sha256(`${name}\n`, Buffer.of(type), raw(key)).subarray(0, 4);

/** RFC 9162, section 2.1.4.2. */
function isConsistent(first: bigint, second: bigint, roots: [Buffer, Buffer], proof: Buffer[]): boolean {
  const path = (first & (first - 1n)) === 0n ? [roots[0], ...proof] : proof;
  const [start, ...rest] = path;
  if (!start || proof.length === 0) return false;
  let [fn, sn] = [first - 1n, second - 1n];
  while (fn % 2n === 1n) [fn, sn] = [fn >> 1n, sn >> 1n];
  let [fr, sr] = [start, start];
  for (const hash of rest) {
    if (sn === 0n) return false;
    if (fn % 2n === 1n || fn === sn) {
      [fr, sr] = [node(hash, fr), node(hash, sr)];
      while (fn % 2n === 0n && fn !== 0n) [fn, sn] = [fn >> 1n, sn >> 1n];
    } else sr = node(sr, hash);
    [fn, sn] = [fn >> 1n, sn >> 1n];
  }
  return fr.equals(roots[0]) && sr.equals(roots[1]) && sn === 0n;
}

type Answer = { status: number; body?: string; type?: string };

function addCheckpoint(text: string): Answer {
  const split = text.indexOf("\n\n");
  const [oldLine = "", ...proofLines] = text.slice(0, split).split("\n");
  const note = text.slice(split + 2);
  const body = note.slice(0, note.lastIndexOf("\n\n") + 1);
  const [origin = "", sizeText = "", root = ""] = body.split("\n");
  const [, oldText] = /^old (0|[1-9]\d*)$/.exec(oldLine) ?? [];
  if (oldText === undefined || !/^[1-9]\d*$/.test(sizeText) || proofLines.length > 63) return { status: 400 };
  const log = logs.get(origin);
  if (!log) return { status: 404 };
  const isSigned = note
    .slice(note.lastIndexOf("\n\n") + 2)
    .split("\n")
    .some((line) => {
      const [, , encoded = ""] = line.split(" ");
      const bytes = Buffer.from(encoded, "base64");
      if (!line.startsWith(`— ${origin} `) || bytes.subarray(0, 4).toString("hex") !== log.id) return false;
      return verify(null, Buffer.from(body), log.key, bytes.subarray(4));
    });
  if (!isSigned) return { status: 403 };
  const [old, size] = [BigInt(oldText), BigInt(sizeText)];
  if (old > size) return { status: 400 };
  const before = seen.get(origin) ?? { size: 0n, root: "" };
  if (before.size !== old) return { status: 409, body: `${before.size}\n`, type: "text/x.tlog.size" };
  const proof = proofLines.map((line) => Buffer.from(line, "base64"));
  const roots: [Buffer, Buffer] = [Buffer.from(before.root, "base64"), Buffer.from(root, "base64")];
  if (old === size) {
    if (before.root !== root) return { status: 409 };
    if (proof.length > 0) return { status: 422 };
  } else if (old === 0n) {
    if (proof.length > 0) return { status: 422 };
  } else if (!isConsistent(old, size, roots, proof)) return { status: 422 };
  seen.set(origin, { size, root });
  return { status: 200, body: cosignature(body, pair.privateKey, pair.publicKey) };
}

function cosignature(body: string, key: KeyObject, of: KeyObject): string {
  const seconds = Math.floor(Date.now() / 1000);
  const time = Buffer.alloc(8);
  time.writeBigUInt64BE(BigInt(seconds));
  const signature = sign(null, Buffer.from(`cosignature/v1\ntime ${seconds}\n${body}`), key);
  return `— ${name} ${Buffer.concat([idOf(of, 4), time, signature]).toString("base64")}\n`;
}

const faults: Record<string, (text: string) => Answer | "hang" | "reset"> = {
  hang: () => "hang",
  reset: () => "reset",
  garbage: () => ({ status: 200, body: "\u0000— not a signature\n\n\n" }),
  empty: () => ({ status: 200, body: "" }),
  huge: () => ({ status: 200, body: `— ${name} ${"A".repeat(3_000_000)}\n` }),
  "other-key": (text) => ({
    status: 200,
    body: cosignature(text.split("\n\n")[1] ?? "", stranger.privateKey, pair.publicKey),
  }),
  "other-text": () => ({
    status: 200,
    body: cosignature("another log\n1\nAAAA\n", pair.privateKey, pair.publicKey),
  }),
  stranger: (text) => ({
    status: 200,
    body: cosignature(text.split("\n\n")[1] ?? "", stranger.privateKey, stranger.publicKey),
  }),
  "no-size": () => ({ status: 409, body: "many\n", type: "text/x.tlog.size" }),
  ahead: () => ({ status: 409, body: "999999\n", type: "text/x.tlog.size" }),
  error: () => ({ status: 500, body: "<html>" }),
};

function control(path: string, text: string): unknown {
  if (path === "/control/fault") fault = JSON.parse(text);
  if (path === "/control/logs")
    for (const vkey of JSON.parse(text) as string[]) {
      const [origin = "", id = "", ...encoded] = vkey.split("+");
      const der = Buffer.concat([
        Buffer.from("302a300506032b6570032100", "hex"),
        Buffer.from(encoded.join("+"), "base64").subarray(1),
      ]);
      logs.set(origin, { id, key: createPublicKey({ key: der, format: "der", type: "spki" }) });
    }
  return { asked, seen: [...seen].map(([origin, { size }]) => ({ origin, size: Number(size) })) };
}

const server = http.createServer(async (request, response) => {
  let text = "";
  for await (const chunk of request.setEncoding("utf8")) text += chunk;
  const path = request.url ?? "";
  if (path.startsWith("/control/")) {
    response.end(JSON.stringify(control(path, text)));
    return;
  }
  asked++;
  const faulty = fault.times-- > 0 ? faults[fault.how]?.(text) : undefined;
  const answer = faulty ?? (path === "/w/add-checkpoint" ? addCheckpoint(text) : { status: 404 });
  if (answer === "hang") return;
  if (answer === "reset") {
    response.destroy();
    return;
  }
  response.writeHead(answer.status, { "Content-Type": answer.type ?? "text/plain" });
  response.end(answer.body ?? "");
});
server.listen(0, "127.0.0.1", () => {
  const { port } = server.address() as { port: number };
  const encoded = Buffer.concat([Buffer.of(4), raw(pair.publicKey)]).toString("base64");
  process.stdout.write(`ready ${port} ${name}+${idOf(pair.publicKey, 4).toString("hex")}+${encoded}\n`);
});
