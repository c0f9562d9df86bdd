import { once } from "node:events";
import { mkdtempSync, readFileSync, statSync } from "node:fs";
import { createServer, type IncomingMessage } from "node:http";
import { type AddressInfo, createServer as createSocketServer } from "node:net";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { filePlace, lockedPlace, mailPlace, webhookPlace } from "@/lib/platform/places";

type Put = { method?: string; url?: string; headers: IncomingMessage["headers"]; body: string };
const puts: Put[] = [];
let status = 200;

/** As much of S3 as a write needs. */
const server = createServer(async (request, response) => {
  const pieces: Buffer[] = [];
  for await (const piece of request) pieces.push(piece as Buffer);
  const { method, url, headers } = request;
  puts.push({ method, url, headers, body: Buffer.concat(pieces).toString() });
  response.writeHead(status).end();
});

beforeAll(async () => {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  process.env.AWS_ACCESS_KEY_ID = "test";
  process.env.AWS_SECRET_ACCESS_KEY = "test";
  process.env.AWS_REGION = "eu-central-1";
});
afterAll(() => server.close());

const place = () => {
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return lockedPlace({ bucket: "witness", prefix: "countersign/", days: 30, endpoint });
};

it("appends to a file, readable by its owner only", async () => {
  const file = path.join(mkdtempSync(path.join(os.tmpdir(), "countersign-places-")), "checkpoints.jsonl");
  const { put } = filePlace(file);
  await put("a", "one");
  await put("b", "two");
  expect(readFileSync(file, "utf8")).toBe("one\ntwo\n");
  expect(statSync(file).mode & 0o777).toBe(0o600);
});

it("writes an object that nobody can delete before its date", async () => {
  await place().put("org_1/live/0000000001.json", "text");
  const [put] = puts;
  expect(put).toMatchObject({ method: "PUT", body: expect.stringContaining("text") });
  expect(put?.url).toMatch(/^\/witness\/countersign\/org_1\/live\/0000000001\.json/);
  expect(put?.headers["x-amz-object-lock-mode"]).toBe("COMPLIANCE");
  const until = Date.parse(String(put?.headers["x-amz-object-lock-retain-until-date"]));
  expect(until - Date.now()).toBeGreaterThan(29.9 * 86_400_000);
  expect(until - Date.now()).toBeLessThanOrEqual(30 * 86_400_000);
  expect(Object.keys(put?.headers ?? {}).some((name) => /checksum/.test(name))).toBe(true);
});

it("fails when the place does not accept the checkpoint", async () => {
  status = 403;
  await expect(place().put("k", "text")).rejects.toThrow();
});

it("posts to an address, and treats a refusal as a failure", async () => {
  const { put } = webhookPlace(`http://127.0.0.1:${(server.address() as AddressInfo).port}/witness`);
  status = 200;
  await put("org/live/1.json", '{"a":1}');
  const last = puts.at(-1);
  expect(last).toMatchObject({ method: "POST", url: "/witness", body: '{"a":1}' });
  expect(last?.headers).toMatchObject({
    "content-type": "application/json",
    "x-checkpoint": "org/live/1.json",
  });
  status = 500;
  await expect(put("org/live/2.json", "{}")).rejects.toThrow(/answered 500/);
  status = 200;
});

it("sends the whole checkpoint by e-mail", async () => {
  let said = "";
  let isData = false;
  // As much of SMTP (RFC 5321) as a message needs.
  const post = createSocketServer((socket) => {
    socket.write("220 test\r\n");
    socket.on("data", (data) => {
      said += String(data);
      for (const line of String(data).split("\r\n").filter(Boolean)) {
        if (isData) {
          if (line !== ".") continue;
          isData = false;
          socket.write("250 kept\r\n");
        } else if (line === "DATA") {
          isData = true;
          socket.write("354 go on\r\n");
        } else socket.write(line === "QUIT" ? "221 bye\r\n" : "250 ok\r\n");
      }
    });
  }).listen(0, "127.0.0.1");
  await once(post, "listening");
  const { port } = post.address() as AddressInfo;
  const text = JSON.stringify({ checkpoint: "x".repeat(200) });
  const place = mailPlace({
    server: `smtp://127.0.0.1:${port}`,
    from: "log@countersign.example",
    to: "notary@other.example",
  });
  expect(place.everyHours).toBe(24);
  await place.put("org/live/7.json", text);
  post.close();
  expect(said).toContain("RCPT TO:<notary@other.example>");
  expect(said).toContain("Subject: Audit log checkpoint org/live/7.json");
  expect(said.replaceAll("=\r\n", "").replaceAll("=3D", "=")).toContain(text);
});
