import { once } from "node:events";
import { readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, it } from "vitest";
import { copyLedger, ledgerFile, readLedger, verifyLedger } from "@/lib/erasure/ledger";
import { chainStart } from "@/lib/platform/chained-file";
import { publishEnv } from "@/lib/platform/env";
import { redactSession } from "@/lib/privacy/write";
import { actorOf, createOrganization, importFor, sampleAs } from "@/test/factories";
import { db } from "@/test/test-db";

const objects = new Map<string, string>();
let status = 200;

/** As much of S3 as a write needs. */
const bucket = createServer(async (request, response) => {
  const pieces: Buffer[] = [];
  for await (const piece of request) pieces.push(piece as Buffer);
  const lines = Buffer.concat(pieces)
    .toString()
    .split("\n")
    .filter((line) => line.startsWith('{"entry"'));
  const name = new URL(request.url ?? "", "http://bucket").pathname;
  if (status === 200) objects.set(name, `${lines.join("\n")}\n`);
  response.writeHead(status).end();
});

beforeAll(async () => {
  bucket.listen(0, "127.0.0.1");
  await once(bucket, "listening");
  publishEnv({
    AWS_ACCESS_KEY_ID: "test",
    AWS_SECRET_ACCESS_KEY: "test",
    AWS_REGION: "eu-central-1",
    AWS_MAX_ATTEMPTS: "1",
    AUDIT_CHECKPOINT_S3_BUCKET: "witness",
    AUDIT_CHECKPOINT_S3_PREFIX: "own/",
    AUDIT_CHECKPOINT_S3_ENDPOINT: `http://127.0.0.1:${(bucket.address() as AddressInfo).port}`,
  });
});
afterAll(() => bucket.close());

/** The place after the first line. */
async function markAfterFirst() {
  for await (const { after } of readLedger(chainStart, 1)) return { ...after, bytes: BigInt(after.bytes) };
  throw new Error("The ledger is empty.");
}

it("copies the ledger line by line, each once, and can be put together again", async () => {
  const actor = actorOf(await createOrganization());
  const erase = async (id: string) => {
    await importFor(actor, sampleAs(id));
    await redactSession(actor, { sessionId: id });
  };
  expect(await copyLedger()).toBe(0);
  await erase("ses_one");
  await erase("ses_two");
  expect(await copyLedger()).toBe(2);
  expect(await copyLedger()).toBe(0);
  await erase("ses_three");
  status = 503;
  await expect(copyLedger()).rejects.toThrow();
  status = 200;
  expect(await copyLedger()).toBe(1);
  const names = [...objects.keys()];
  expect(names).toEqual([
    "/witness/own/erasures/000000000001-000000000002.jsonl",
    "/witness/own/erasures/000000000003-000000000003.jsonl",
  ]);
  // A backup of the database brings its mark back, and what it had not sent then goes again.
  await db.ledgerMark.updateMany({ where: { place: "s3" }, data: await markAfterFirst() });
  expect(await copyLedger()).toBe(2);
  const all = [...objects.keys()].sort().map((name) => objects.get(name));
  const joined = `${[...new Set(all.join("").trimEnd().split("\n"))].join("\n")}\n`;
  expect(joined).toBe(readFileSync(ledgerFile(), "utf8"));
  writeFileSync(ledgerFile(), joined);
  expect(await verifyLedger()).toBe(3);
});
