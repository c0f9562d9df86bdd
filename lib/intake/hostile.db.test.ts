import type { ServerResponse } from "node:http";
import { crc32, deflateSync, gzipSync } from "node:zlib";
import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import { takeDue } from "@/lib/intake/engine";
import { publishEnv } from "@/lib/platform/env";
import { closeExchanges } from "@/lib/platform/exchange";
import type { Source } from "@/lib/platform/generated/client";
import { newId } from "@/lib/platform/id";
import { scopeOf } from "@/lib/platform/scope";
import { sealSourceSecret } from "@/lib/vault/source-secret";
import { clientOf } from "@/lib/vendors/client";
import { createOrganization } from "@/test/factories";
import { db } from "@/test/test-db";
import { type Hostile, type List, startHostile, type Trick } from "@/test/vendors/hostile-server";

const key = "vfa_never-to-be-seen-elsewhere";
const running: Hostile[] = [];

beforeAll(() => publishEnv({ SOURCE_ALLOW_HTTP: "on", SOURCE_ALLOWED_NETWORKS: "127.0.0.0/8" }));
afterAll(() => publishEnv({ SOURCE_ALLOW_HTTP: "", SOURCE_ALLOWED_NETWORKS: "" }));
afterEach(async () => {
  closeExchanges();
  for (const each of running.splice(0)) await each.stop();
});

async function start(tricks: Record<string, Trick>, list?: List) {
  const server = await startHostile(tricks, list);
  running.push(server);
  return server;
}

async function connect(server: Hostile, vendor: string, settings = {}) {
  const organization = await createOrganization();
  const id = newId("src");
  const secret = JSON.stringify({ kind: "api_key", key });
  const own = { organizationPk: organization.pk, environment: "sandbox" } as const;
  const sealedCredentials = await sealSourceSecret(organization.id, id, "credentials", secret);
  return db.source.create({
    data: { ...own, id, name: "hostile", vendor, baseUrl: server.url, settings, sealedCredentials },
  });
}

/** Takes what is due. @returns why each session was not taken */
async function reasonsOf(source: Source) {
  await takeDue();
  await db.source.updateMany({ where: scopeOf(source), data: { isPaused: true } });
  const items = await db.sourceItem.findMany({ where: scopeOf(source) });
  return Object.fromEntries(items.map(({ vendorId, reason }) => [vendorId, reason]));
}

const mebibyte = 1024 * 1024;

/** Writes the same piece so many times, and stops when the other side has hung up. */
function pour(response: ServerResponse, piece: Buffer, times: number): void {
  if (times === 0 || response.destroyed) return void response.end();
  response.write(piece, () => pour(response, piece, times - 1));
}

const chunk = (type: string, data: Buffer) => {
  const body = Buffer.concat([Buffer.from(type), data]);
  const ends = [Buffer.alloc(4), Buffer.alloc(4)] as const;
  ends[0].writeUInt32BE(data.length);
  ends[1].writeUInt32BE(crc32(body));
  return Buffer.concat([ends[0], body, ends[1]]);
};

/** A complete PNG of one colour, with one bit for each of its pixels. */
function bombOf(side: number): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(side, 0);
  header.writeUInt32BE(side, 4);
  header.set([1, 0, 0, 0, 0], 8);
  const rows = deflateSync(Buffer.alloc(side * (Math.ceil(side / 8) + 1)), { level: 9 });
  const parts = [chunk("IHDR", header), chunk("IDAT", rows), chunk("IEND", Buffer.alloc(0))];
  return Buffer.concat([Buffer.from("\x89PNG\r\n\x1a\n", "latin1"), ...parts]);
}

/** JSON with a field more, whose value is written by hand. */
const withField = (honest: object, value: string) =>
  `${JSON.stringify(honest).slice(0, -1)},"more":${value}}`;
const redirectTo = (location: string) => (response: ServerResponse) =>
  void response.writeHead(302, { location }).end();
const raw = (response: ServerResponse, bytes: string) => void response.socket?.end(bytes);

/** What a session's export or picture is, and what is said of the session. */
const attacks: Record<string, [Trick, RegExp]> = {
  ses_large_json: [
    { export: (response) => pour(response, Buffer.alloc(mebibyte, " "), 26) },
    /^Verifa answered with more than 24 MiB\.$/,
  ],
  ses_large_image: [
    { picture: (response) => pour(response, Buffer.alloc(mebibyte, 0xff), 27) },
    /^Verifa answered with more than 25 MiB\.$/,
  ],
  ses_endless: [
    { export: (response) => pour(response, Buffer.alloc(mebibyte, "["), 1_000_000) },
    /^Verifa answered with more than 24 MiB\.$/,
  ],
  ses_gzip_json: [
    {
      export: (response) =>
        void response
          .writeHead(200, { "content-encoding": "gzip" })
          .end(gzipSync(Buffer.alloc(64 * mebibyte, " "))),
    },
    /compressed body, which was not asked for/,
  ],
  ses_gzip_image: [
    {
      picture: (response) =>
        void response
          .writeHead(200, { "content-encoding": "gzip" })
          .end(gzipSync(Buffer.alloc(64 * mebibyte))),
    },
    /compressed body, which was not asked for/,
  ],
  ses_gzip_busy: [
    {
      export: (response) =>
        void response.writeHead(503, { "content-encoding": "gzip" }).end(gzipSync("<html>Later</html>")),
    },
    /^Verifa answered HTTP 503\.$/,
  ],
  ses_svg: [
    {
      picture: (response) =>
        void response.end('<svg xmlns="http://www.w3.org/2000/svg" width="90000" height="90000"/>'),
    },
    /this one is SVG/,
  ],
  ses_zip_as_image: [{ picture: (response) => void response.end("PK\x03\x04zip") }, /this one is ZIP/],
  ses_bomb: [
    { picture: (response) => void response.end(bombOf(30_000)) },
    /^documents\[0\]\.download_url: The image has more than 100 million pixels\.$/,
  ],
  ses_html: [
    { export: (response) => void response.end("<html><body>Sign in</body></html>") },
    /must be JSON, and was a page of HTML or XML/,
  ],
  ses_html_image: [
    { picture: (response) => void response.end("<html><body>Sign in</body></html>") },
    /this one is a web page/,
  ],
  ses_keys: [
    {
      export: (response, honest) =>
        void response.end(
          withField(honest, `{${Array.from({ length: 1_000_000 }, (_, at) => `"k${at}":0`).join()}}`),
        ),
    },
    /has more than 250000 values/,
  ],
  ses_deep: [
    {
      export: (response, honest) =>
        void response.end(withField(honest, "[".repeat(100_000) + "]".repeat(100_000))),
    },
    /is nested more than 64 levels deep/,
  ],
  ses_redirect: [
    { export: (response, _, { elsewhere }) => redirectTo(`${elsewhere}/json`)(response) },
    /^Verifa answered HTTP 302: it redirects to another address, to which no key is sent\.$/,
  ],
  ses_to_private: [{ picture: redirectTo("http://10.0.0.1/") }, /at an address to which nothing is sent/],
  ses_to_metadata: [
    { picture: redirectTo("http://169.254.169.254/latest/meta-data") },
    /at an address to which nothing is sent/,
  ],
  ses_to_file: [{ picture: redirectTo("file:///etc/passwd") }, /at an address to which nothing is sent/],
  ses_in_circles: [
    { picture: (response, { vendor }) => redirectTo(`${vendor}/picture/ses_in_circles`)(response) },
    /redirected a file too often/,
  ],
  ses_file_url: [{ pictureUrl: () => "file:///etc/passwd" }, /at an address to which nothing is sent/],
  ses_private_url: [{ pictureUrl: () => "http://192.168.1.1/" }, /at an address to which nothing is sent/],
  ses_short_length: [
    { export: (response) => raw(response, 'HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n{"session":{}}') },
    /closed the connection before its answer was complete/,
  ],
  ses_long_length: [
    { export: (response) => raw(response, "HTTP/1.1 200 OK\r\ncontent-length: 99999999999\r\n\r\n{}") },
    /closed the connection before its answer was complete/,
  ],
  ses_headers: [
    { export: (response) => raw(response, `HTTP/1.1 200 OK\r\nx: ${"y".repeat(200_000)}\r\n\r\n`) },
    /closed the connection before its answer was complete/,
  ],
  ses_another: [
    {
      export: (response, honest) =>
        void response.end(JSON.stringify(honest).replaceAll("ses_another", "ses_somebody")),
    },
    /answered with another session than the one asked for/,
  ],
};
/** What a vendor may do: sessions that come in. */
const honest: Record<string, Trick> = {
  ses_good: {},
  ses_image_elsewhere: { pictureUrl: ({ elsewhere }) => `${elsewhere}/picture` },
  ses_redirected_image: {
    picture: (response, { elsewhere }) => redirectTo(`${elsewhere}/redirected`)(response),
  },
};

it("what a hostile vendor sends is refused with the reason, the other sessions come in, and no other server sees the key", async () => {
  const tricks = Object.fromEntries(Object.entries(attacks).map(([id, [trick]]) => [id, trick]));
  const server = await start({ ...tricks, ...honest });
  const source = await connect(server, "verifa");
  expect(await reasonsOf(source)).toEqual({
    ...Object.fromEntries(
      Object.entries(attacks).map(([name, [, reason]]) => [name, expect.stringMatching(reason)]),
    ),
    ...Object.fromEntries(Object.keys(honest).map((name) => [name, null])),
  });
  const taken = await db.session.findMany({ where: scopeOf(source), orderBy: { id: "asc" } });
  expect(taken.map((session) => session.id)).toEqual(Object.keys(honest).toSorted());
  expect(server.seen.map((line) => line.split(" ", 2)[1]).toSorted()).toEqual(["/picture", "/redirected"]);
  expect(server.seen.join("\n")).not.toContain(key);
});

it("a file of JSON within a session is looked at like an answer", async () => {
  const files: Record<string, [string, RegExp]> = {
    "a-html": ["<html><body>Sign in</body></html>", /^Regula IDV Platform answered with what is no JSON\.$/],
    "a-deep": ["[".repeat(100_000) + "]".repeat(100_000), /is nested more than 64 levels deep/],
    "a-wide": [`[${"0,".repeat(1_000_000)}0]`, /has more than 250000 values/],
  };
  const tricks = Object.entries(files).map(([id, [text]]): [string, Trick] => [
    id,
    { picture: (response) => void response.end(text) },
  ]);
  const server = await start(Object.fromEntries(tricks));
  const source = await connect(server, "regula", { list: { mode: "none" } });
  await db.sourceItem.createMany({
    data: Object.keys(files).map((vendorId) => ({ ...scopeOf(source), sourcePk: source.pk, vendorId })),
  });
  expect(await reasonsOf(source)).toEqual(
    Object.fromEntries(Object.entries(files).map(([id, [, reason]]) => [id, expect.stringMatching(reason)])),
  );
});

it("a list that never ends is given up with a sentence, and what it named comes in", async () => {
  const data = ["ses_a", "ses_b"].map((id) => ({ id, updated_at: "2026-11-20T10:00:00Z" }));
  const server = await start({ ses_a: {}, ses_b: {} }, () => [200, { data, pagination: { has_more: true } }]);
  const source = await connect(server, "verifa");
  expect(await reasonsOf(source)).toEqual({ ses_a: null, ses_b: null });
  expect(await db.source.findFirst({ where: scopeOf(source) })).toMatchObject({
    listingSince: null,
    lastError: "Verifa's list repeats itself: 50 pages in a row named no other session.",
  });
  expect(await db.sourceRun.findMany({ where: scopeOf(source) })).toMatchObject([
    { created: 2, endedAt: expect.any(Date) },
  ]);
});

const goesWrong: [string, Record<string, unknown> | null, string][] = [
  ["no longer knows", null, "Verifa answered HTTP 400."],
  [
    "answers with another place of",
    { data: [], pagination: { offset: 0, has_more: true } },
    "Verifa answered with another page of its list than the one asked for.",
  ],
];
it.each(goesWrong)(
  "a place in a list that the vendor %s is given up although sessions come in, and the list is read from its beginning",
  async (_, answer, lastError) => {
    const first = { data: [{ id: "ses_a", updated_at: "1" }], pagination: { has_more: true } };
    const server = await start({ ses_a: {} }, (offset) => {
      if (offset === 0) return [200, first];
      return answer ? [200, answer] : [400, {}];
    });
    const source = await connect(server, "verifa");
    const row = () => db.source.findFirstOrThrow({ where: scopeOf(source) });
    for (let turn = 0; turn < 3; turn++) {
      await db.source.updateMany({
        where: scopeOf(source),
        data: { nextListAt: new Date(0), quietUntil: null, isPaused: false },
      });
      // A session that is fetched well says nothing of the list.
      await db.sourceItem.updateMany({
        where: scopeOf(source),
        data: { state: "due", nextTryAt: new Date(0) },
      });
      await reasonsOf(source);
      if (turn === 0) expect(await row()).toMatchObject({ listAt: "1", listingSince: expect.any(Date) });
    }
    expect(await row()).toMatchObject({ listAt: null, listingSince: null, lastError });
  },
);

it("a listing goes on as soon as a busy vendor may be asked again", async () => {
  const page = (at: number) => ({
    data: [{ id: `ses_${at}`, updated_at: "1" }],
    pagination: { has_more: at === 0 },
  });
  const quiet = (quietUntil: Date | null) =>
    db.source.updateMany({ where: scopeOf(source), data: { quietUntil } });
  const server = await start({ ses_0: {}, ses_1: {} }, async (offset) => {
    // As an answer of 429 to another call does.
    if (offset === 0) await quiet(new Date(Date.now() + 3_600_000));
    return [200, page(offset)];
  });
  const source = await connect(server, "verifa");
  await takeDue();
  await quiet(null);
  expect(await reasonsOf(source)).toEqual({ ses_0: null, ses_1: null });
});

it.each([
  ["a key in a header", { "X-API-Key": key }],
  ["Basic", { Authorization: `Basic ${Buffer.from(`desk:${key}`).toString("base64")}` }],
])("%s is sent to the vendor's own origin alone, whatever leads elsewhere", async (_, headers) => {
  const server = await start({
    ses_a: { picture: (response, { elsewhere }) => redirectTo(`${elsewhere}/redirected`)(response) },
  });
  const allowed = { http: true, networks: ["127.0.0.0/8"] };
  const client = clientOf({ title: "The vendor", baseUrl: server.url, headers, allowed });
  await client.file("/picture/ses_a");
  await client.file(`${server.elsewhere}/direct`);
  // Another name of the same address is another origin.
  await client.file(`${server.elsewhere.replace("127.0.0.1", "localhost")}/name`);
  expect(server.seen).toHaveLength(3);
  expect(server.seen.join("\n")).not.toMatch(/x-api-key|authorization/i);
});

it.each<[string, Trick]>([
  ["the head of an answer", { export: () => undefined }],
  [
    "its body",
    {
      export: (response) => {
        const drip = setInterval(() => response.write(" "), 20);
        response.on("close", () => clearInterval(drip));
      },
    },
  ],
])("%s that comes byte by byte is not waited for", async (_, trick) => {
  const server = await start({ ses_a: trick });
  const allowed = { http: true, networks: ["127.0.0.0/8"] };
  const client = clientOf({ title: "The vendor", baseUrl: server.url, headers: {}, allowed, limitMs: 300 });
  await expect(client.json("api/v1/sessions/ses_a/export")).rejects.toThrow(
    "The vendor gave no complete answer in time.",
  );
});
