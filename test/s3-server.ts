// A service that speaks the part of S3 that the product uses, in a process of its own. It checks signatures, keeps
// versions where the bucket has them, and fails in the ways that it is told to: PUT /faults with a list of faults.
import { createHash, createHmac, randomUUID, timingSafeEqual } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { S3Fault } from "@/test/s3";

type Version = { id: string; bytes: Buffer; isMarker: boolean; at: Date; isLocked: boolean };
type Bucket = {
  isVersioned: boolean;
  isLocked: boolean;
  hasVersionCalls: boolean;
  objects: Map<string, Version[]>;
};
type Upload = { bucket: string; key: string; parts: Map<number, Buffer> };

const secret = process.env.AWS_SECRET_ACCESS_KEY ?? "";
const buckets = new Map<string, Bucket>();
const uploads = new Map<string, Upload>();
let faults: S3Fault[] = [];
let asked: string[] = [];

class Refusal extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
  ) {
    super(code);
  }
}

const hex = (bytes: string | Buffer) => createHash("sha256").update(bytes).digest("hex");
const sign = (key: string | Buffer, text: string) => createHmac("sha256", key).update(text).digest();
const escapeXml = (text: string) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
const encode = (text: string) =>
  encodeURIComponent(text).replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);

/** Signature Version 4 (Amazon S3 API reference, “Authenticating requests”). */
function proveSigned(request: IncomingMessage, url: URL, body: Buffer): void {
  const given = /Credential=([^/]+)\/([^,]+), ?SignedHeaders=([^,]+), ?Signature=([0-9a-f]+)/.exec(
    request.headers.authorization ?? "",
  );
  if (!given) throw new Refusal(403, "AccessDenied");
  const [, , scope = "", names = "", signature = ""] = given;
  const bodyHash = String(request.headers["x-amz-content-sha256"]);
  if (bodyHash !== "UNSIGNED-PAYLOAD" && bodyHash !== hex(body))
    throw new Refusal(400, "XAmzContentSHA256Mismatch");
  const query = [...url.searchParams].map(([name, value]) => `${encode(name)}=${encode(value)}`).sort();
  const headers = names.split(";").map((name) => `${name}:${String(request.headers[name]).trim()}\n`);
  const path = (request.url ?? "").split("?")[0];
  const whole = [request.method, path, query.join("&"), headers.join(""), names, bodyHash].join("\n");
  const text = ["AWS4-HMAC-SHA256", request.headers["x-amz-date"], scope, hex(whole)].join("\n");
  const key = scope.split("/").reduce<string | Buffer>(sign, `AWS4${secret}`);
  const right = sign(key, text);
  if (!timingSafeEqual(right, Buffer.from(signature.padEnd(64, "0").slice(0, 64), "hex")))
    throw new Refusal(403, "SignatureDoesNotMatch");
}

const current = (bucket: Bucket, key: string) => {
  const newest = bucket.objects.get(key)?.at(-1);
  return newest && !newest.isMarker ? newest : undefined;
};

function write(bucket: Bucket, key: string, bytes: Buffer, isMarker = false): void {
  const version = {
    id: bucket.isVersioned ? randomUUID() : "null",
    bytes,
    isMarker,
    at: new Date(),
    isLocked: bucket.isLocked && !isMarker,
  };
  const before = bucket.isVersioned ? (bucket.objects.get(key) ?? []) : [];
  bucket.objects.set(key, [...before, version]);
}

function erase(bucket: Bucket, key: string, versionId: string | null): void {
  if (!versionId) {
    if (bucket.isVersioned) write(bucket, key, Buffer.alloc(0), true);
    else bucket.objects.delete(key);
    return;
  }
  const versions = bucket.objects.get(key) ?? [];
  if (versions.some(({ id, isLocked }) => id === versionId && isLocked))
    throw new Refusal(403, "AccessDenied");
  const left = versions.filter(({ id }) => id !== versionId);
  if (left.length > 0) bucket.objects.set(key, left);
  else bucket.objects.delete(key);
}

type Row = { key: string; xml: string };

/** A page of two entries, so that every test turns pages. */
function page(rows: Row[], url: URL, marker: string): { rows: Row[]; next: string | null } {
  const after = url.searchParams.get(marker);
  const rest = after ? rows.filter(({ key }) => key > after) : rows;
  const size = Math.min(2, Number(url.searchParams.get("max-keys") ?? 2));
  return { rows: rest.slice(0, size), next: rest.length > size ? (rest[size - 1]?.key ?? null) : null };
}

function listObjects(bucket: Bucket, url: URL): string {
  const [prefix, delimiter] = [url.searchParams.get("prefix") ?? "", url.searchParams.get("delimiter")];
  const rows = new Map<string, string>();
  for (const [key] of [...bucket.objects].sort(([one], [other]) => (one < other ? -1 : 1))) {
    const version = current(bucket, key);
    if (!version || !key.startsWith(prefix)) continue;
    const end = delimiter ? key.indexOf(delimiter, prefix.length) : -1;
    if (end >= 0) {
      const folder = key.slice(0, end + 1);
      rows.set(folder, `<CommonPrefixes><Prefix>${escapeXml(folder)}</Prefix></CommonPrefixes>`);
      continue;
    }
    rows.set(
      key,
      `<Contents><Key>${escapeXml(key)}</Key><LastModified>${version.at.toISOString()}</LastModified><Size>${version.bytes.length}</Size></Contents>`,
    );
  }
  const { rows: some, next } = page(
    [...rows].map(([key, xml]) => ({ key, xml })),
    url,
    "continuation-token",
  );
  const more = next ? `<NextContinuationToken>${escapeXml(next)}</NextContinuationToken>` : "";
  return `<ListBucketResult><IsTruncated>${next !== null}</IsTruncated>${more}${some.map(({ xml }) => xml).join("")}</ListBucketResult>`;
}

function listVersions(bucket: Bucket, url: URL): string {
  const prefix = url.searchParams.get("prefix") ?? "";
  const rows = [...bucket.objects]
    .filter(([key]) => key.startsWith(prefix))
    .flatMap(([key, versions]) =>
      versions.map(({ id, isMarker }) => {
        const kind = isMarker ? "DeleteMarker" : "Version";
        return {
          key: `${key}\n${id}`,
          xml: `<${kind}><Key>${escapeXml(key)}</Key><VersionId>${id}</VersionId></${kind}>`,
        };
      }),
    )
    .sort((one, other) => (one.key < other.key ? -1 : 1));
  const after = [url.searchParams.get("key-marker"), url.searchParams.get("version-id-marker")].join("\n");
  const rest = url.searchParams.has("key-marker") ? rows.filter(({ key }) => key > after) : rows;
  const some = rest.slice(0, 2);
  const [key = "", id = ""] = some.at(-1)?.key.split("\n") ?? [];
  const more = `<NextKeyMarker>${escapeXml(key)}</NextKeyMarker><NextVersionIdMarker>${id}</NextVersionIdMarker>`;
  const isTruncated = rest.length > 2;
  return `<ListVersionsResult><IsTruncated>${isTruncated}</IsTruncated>${isTruncated ? more : ""}${some.map(({ xml }) => xml).join("")}</ListVersionsResult>`;
}

const listUploads = (name: string, url: URL) => {
  const own = [...uploads].filter(
    ([, { bucket, key }]) => bucket === name && key.startsWith(url.searchParams.get("prefix") ?? ""),
  );
  return `<ListMultipartUploadsResult>${own
    .map(([id, { key }]) => `<Upload><Key>${escapeXml(key)}</Key><UploadId>${id}</UploadId></Upload>`)
    .join("")}</ListMultipartUploadsResult>`;
};

type Answer = { status?: number; xml?: string; bytes?: Buffer; etag?: string };

function onBucket(name: string, bucket: Bucket, url: URL): Answer {
  const has = (word: string) => url.searchParams.has(word);
  if ((has("versions") || has("uploads")) && !bucket.hasVersionCalls)
    throw new Refusal(501, "NotImplemented");
  if (has("versions")) return { xml: listVersions(bucket, url) };
  if (has("uploads")) return { xml: listUploads(name, url) };
  return { xml: listObjects(bucket, url) };
}

function onUpload(name: string, bucket: Bucket, key: string, { method, url, body }: Asked): Answer | null {
  if (method === "POST" && url.searchParams.has("uploads")) {
    const id = randomUUID();
    uploads.set(id, { bucket: name, key, parts: new Map() });
    return {
      xml: `<InitiateMultipartUploadResult><UploadId>${id}</UploadId></InitiateMultipartUploadResult>`,
    };
  }
  const id = url.searchParams.get("uploadId");
  if (!id) return null;
  const upload = uploads.get(id);
  if (!upload) throw new Refusal(404, "NoSuchUpload");
  if (method === "PUT") {
    upload.parts.set(Number(url.searchParams.get("partNumber")), body);
    return { etag: hex(body) };
  }
  uploads.delete(id);
  if (method === "DELETE") return { status: 204 };
  const parts = [...upload.parts].sort(([one], [other]) => one - other);
  write(bucket, key, Buffer.concat(parts.map(([, bytes]) => bytes)));
  return { xml: "<CompleteMultipartUploadResult><ETag>whole</ETag></CompleteMultipartUploadResult>" };
}

type Asked = { method: string; url: URL; body: Buffer; headers: IncomingMessage["headers"] };

function onObject(name: string, bucket: Bucket, key: string, call: Asked): Answer {
  const upload = onUpload(name, bucket, key, call);
  if (upload) return upload;
  if (call.method === "PUT") {
    if (call.headers["if-none-match"] === "*" && current(bucket, key))
      throw new Refusal(412, "PreconditionFailed");
    write(bucket, key, call.body);
    return { etag: hex(call.body) };
  }
  if (call.method === "DELETE") {
    erase(bucket, key, call.url.searchParams.get("versionId"));
    return { status: 204 };
  }
  const found = current(bucket, key);
  if (!found) throw new Refusal(404, "NoSuchKey");
  return { bytes: found.bytes };
}

/** Calls without a signature, for the test itself: buckets, faults, and what is stored. */
function onControl({ method, url, body }: Asked): Answer {
  const given = body.length > 0 ? JSON.parse(body.toString()) : {};
  if (method === "PUT" && url.pathname === "/control/bucket")
    buckets.set(given.name, {
      isVersioned: false,
      isLocked: false,
      hasVersionCalls: true,
      ...given,
      objects: new Map(),
    });
  if (method === "PUT" && url.pathname === "/control/faults") {
    faults = given;
    asked = [];
  }
  const stored = [...buckets].flatMap(([bucket, { objects }]) =>
    [...objects].flatMap(([key, versions]) =>
      versions.map(({ isMarker, bytes }) => ({ bucket, key, isMarker, size: bytes.length })),
    ),
  );
  return { bytes: Buffer.from(JSON.stringify({ stored, uploads: uploads.size, faults, asked })) };
}

/** @returns what this call is to suffer */
function faultOf(method: string, url: URL): S3Fault["how"] | undefined {
  const fault = faults.find(
    (each) => each.times > 0 && each.method === method && url.pathname.includes(each.path ?? ""),
  );
  if (fault) fault.times--;
  return fault?.how;
}

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const pieces: Buffer[] = [];
  for await (const piece of request) pieces.push(piece as Buffer);
  const body = Buffer.concat(pieces);
  const url = new URL(request.url ?? "/", "http://s3.example");
  const method = request.method ?? "";
  const call = { method, url, body, headers: request.headers };
  if (url.pathname.startsWith("/control/")) return send(response, onControl(call));
  asked.push(`${method} ${url.pathname}`);
  const how = faultOf(method, url);
  if (how === "reset") return void request.socket.destroy();
  if (how === "hang") return;
  if (how === "busy") throw new Refusal(503, "SlowDown");
  if (how === "denied") throw new Refusal(403, "AccessDenied");
  proveSigned(request, url, body);
  const [, name = "", ...rest] = url.pathname.split("/").map(decodeURIComponent);
  const bucket = buckets.get(name);
  if (!bucket) throw new Refusal(404, "NoSuchBucket");
  const key = rest.join("/");
  const answer = key ? onObject(name, bucket, key, call) : onBucket(name, bucket, url);
  if (how === "lost") return void request.socket.destroy();
  send(response, answer, how === "cut");
}

function send(response: ServerResponse, { status = 200, xml, bytes, etag }: Answer, isCut = false): void {
  const body = bytes ?? Buffer.from(xml ?? "");
  response.writeHead(status, {
    ...(status !== 204 && { "Content-Length": body.length }),
    ...(etag && { ETag: `"${etag}"` }),
  });
  if (!isCut) return void response.end(body);
  response.write(body.subarray(0, Math.floor(body.length / 2)), () => response.destroy());
}

const server = createServer((request, response) => {
  answer(request, response).catch((error: unknown) => {
    const { status, code } = error instanceof Refusal ? error : { status: 500, code: String(error) };
    const xml = `<?xml version="1.0"?><Error><Code>${code}</Code><Message>${code}</Message></Error>`;
    response.writeHead(status, { "Content-Type": "application/xml" }).end(xml);
  });
});
server.listen(0, "127.0.0.1", () =>
  process.stdout.write(`ready ${(server.address() as AddressInfo).port}\n`),
);
