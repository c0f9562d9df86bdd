import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { finishRedactions, sweepOrphans } from "@/lib/erasure/columns";
import { blobs } from "@/lib/platform/blobs";
import { openDatabases } from "@/lib/platform/databases";
import { env, publishEnv } from "@/lib/platform/env";
import { redactSession } from "@/lib/privacy/write";
import { createDataKey } from "@/lib/vault/data-keys";
import { callPath, signedInHeaders } from "@/test/api";
import { createMember, createOrganization, importFor, sampleAs, sampleImage } from "@/test/factories";
import { type S3, startS3 } from "@/test/s3";
import { db } from "@/test/test-db";

const bucket = "images";
const before = { dataDir: env().dataDir };
let s3: S3;
let reviewer: Awaited<ReturnType<typeof createMember>>;
let imported = 0;

/** Sets where images are, as the environment of a process does. */
const use = (places: { BLOBS?: string; BLOBS_MOVE_FROM?: string }) =>
  publishEnv({
    BLOBS: "disk",
    BLOBS_MOVE_FROM: "",
    BLOBS_S3_BUCKET: bucket,
    BLOBS_S3_PREFIX: "desk/",
    BLOBS_S3_ENDPOINT: s3.endpoint,
    ...places,
  });

beforeAll(async () => {
  s3 = await startS3();
  await s3.makeBucket(bucket, { isVersioned: true });
  reviewer = await createMember(await createOrganization(), ["admin", "compliance", "lead"]);
});
beforeEach(async () => {
  use({ BLOBS: "s3" });
  await s3.fail();
});
afterAll(async () => {
  use({});
  await s3.stop();
});

/** Imports a session with an image. @returns its id, its folder and the URL of its image */
async function importOne() {
  const id = `ses_bucket_${imported++}`;
  const bundle = { ...sampleAs(id), documents: [{ id: `doc_${id}`, download_url: "front.jpg" }] };
  await importFor(reviewer, bundle, { "front.jpg": await sampleImage() });
  const { dataKeyId } = await db.session.findFirstOrThrow({
    where: { organizationPk: reviewer.scope.organizationPk, id },
  });
  return { id, folder: dataKeyId ?? "" };
}

const storedBelow = async (folder: string) =>
  (await s3.state()).stored.filter(({ key }) => key.startsWith(`desk/${folder}/`));

async function lookAt(id: string) {
  const headers = await signedInHeaders(reviewer.id, reviewer.scope.environment);
  const listed = await callPath("POST", `/api/v1/sessions/${id}/documents/show`, { headers });
  const { data } = (await listed.json()) as { data: { url: string }[] };
  const { pathname, search } = new URL(data[0]?.url ?? "", "http://localhost:3000");
  return callPath("GET", `${pathname}${search}`, { headers });
}

it("a session's images are written to the bucket, shown from it, and erased with every version", async () => {
  const { id, folder } = await importOne();
  expect((await storedBelow(folder)).length).toBeGreaterThan(0);
  const shown = await lookAt(id);
  expect([shown.status, shown.headers.get("content-type")]).toEqual([200, "image/jpeg"]);
  await blobs().put(`${folder}/front`, Buffer.from("an older version"));
  await blobs().put(`${folder}/front`, Buffer.from("a newer version"));
  await redactSession(reviewer, { sessionId: id, confirm: id });
  expect(await storedBelow(folder)).toEqual([]);
});

it("an image that the bucket does not return now is answered with 503, and is there later", async () => {
  const { id } = await importOne();
  await s3.fail({ method: "GET", path: "desk/", times: 1000, how: "reset" });
  expect((await lookAt(id)).status).toBe(503);
  await s3.fail();
  expect((await lookAt(id)).status).toBe(200);
});

it("a redaction whose images the bucket does not erase is finished later, and said to be open until then", async () => {
  const { id, folder } = await importOne();
  await s3.fail({ method: "DELETE", times: 1000, how: "denied" });
  await redactSession(reviewer, { sessionId: id, confirm: id }).catch(() => undefined);
  await expect(finishRedactions()).rejects.toThrow(/AccessDenied/);
  expect(await db.redactionCleanup.count({ where: { dataKeyId: folder } })).toBe(1);
  await s3.fail();
  await finishRedactions();
  expect(await storedBelow(folder)).toEqual([]);
  expect(await db.redactionCleanup.count({ where: { dataKeyId: folder } })).toBe(0);
});

it("files without a key are swept from the bucket when they are old, and nothing else is", async () => {
  const { folder } = await importOne();
  const young = "00000000-0000-4000-8000-000000000001";
  await blobs().put(`${young}/front`, Buffer.from("orphan"));
  const used = await createDataKey(reviewer.scope, "session", "ses_being_imported");
  await sweepOrphans();
  expect(await storedBelow(young)).toHaveLength(1);
  await sweepOrphans(-3600);
  expect(await storedBelow(young)).toEqual([]);
  expect((await storedBelow(folder)).length).toBeGreaterThan(0);
  expect(used.id).not.toBe(young);
});

it("a start refuses a bucket of another installation", async () => {
  await openDatabases();
  await s3.makeBucket("foreign");
  publishEnv({ BLOBS_S3_BUCKET: "foreign" });
  await blobs().writeOwner("another");
  await expect(openDatabases()).rejects.toThrow(
    /^The images in the bucket foreign belong to another installation than the databases/,
  );
});

const moveBlobs = () =>
  promisify(execFile)(process.execPath, ["--import", "tsx", "scripts/move-blobs.ts"], {
    env: { ...process.env, TSX_TSCONFIG_PATH: "tsconfig.node.json" },
  }).then(
    ({ stdout }) => ({ code: 0, said: stdout }),
    ({ code, stderr }) => ({ code: Number(code), said: String(stderr) }),
  );

it("npm run blobs:move takes everything to the bucket and back, and images are shown all the while", async () => {
  use({});
  expect(await moveBlobs()).toMatchObject({
    code: 1,
    said: expect.stringContaining("BLOBS_MOVE_FROM is empty"),
  });
  const { id, folder } = await importOne();
  expect(await storedBelow(folder)).toEqual([]);
  for (const [BLOBS, BLOBS_MOVE_FROM] of [
    ["s3", "disk"],
    ["disk", "s3"],
  ] as const) {
    use({ BLOBS, BLOBS_MOVE_FROM });
    expect((await lookAt(id)).status).toBe(200);
    await s3.fail({ method: BLOBS === "s3" ? "PUT" : "GET", path: folder, times: 1000, how: "denied" });
    expect(await moveBlobs()).toMatchObject({ code: 1, said: expect.stringContaining("AccessDenied") });
    await s3.fail();
    expect(await moveBlobs()).toMatchObject({
      code: 0,
      said: expect.stringContaining(`Keep BLOBS=${BLOBS}`),
    });
    use({ BLOBS });
    expect((await lookAt(id)).status).toBe(200);
    expect((await storedBelow(folder)).length > 0).toBe(BLOBS === "s3");
  }
  expect(env().dataDir).toBe(before.dataDir);
});
