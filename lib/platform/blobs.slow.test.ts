import { randomBytes } from "node:crypto";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { BlobStore } from "@/lib/platform/blobs";
import { bucketBlobs } from "@/lib/platform/blobs-in-bucket";
import { moveBlobs, movingBlobs } from "@/lib/platform/blobs-moving";
import { diskBlobs } from "@/lib/platform/blobs-on-disk";
import { isUnavailable } from "@/lib/platform/unavailable";
import { type BucketKind, type S3, startS3 } from "@/test/s3";

/** Folders are named after data keys. */
const folderAt = (at: number) => `00000000-0000-4000-8000-${String(at).padStart(12, "0")}`;
const [a, b, c] = [folderAt(100), folderAt(101), folderAt(102)];

let s3: S3;
let folder: string;
let made = 0;

beforeAll(async () => {
  s3 = await startS3();
});
afterAll(() => s3.stop());
beforeEach(async () => {
  await s3.fail();
  folder = await mkdtemp(path.join(os.tmpdir(), "countersign-blobs-"));
  return () => rm(folder, { recursive: true, force: true });
});

const onDisk = () => diskBlobs(path.join(folder, "blobs"));

async function inBucket(
  kind: BucketKind = {},
  patienceMs = 500,
): Promise<{ store: BlobStore; bucket: string }> {
  const bucket = `images-${made++}`;
  await s3.makeBucket(bucket, kind);
  const place = { bucket, prefix: "desk/", endpoint: s3.endpoint, patienceMs };
  return { store: bucketBlobs(place), bucket };
}

const storedIn = async (bucket: string) => (await s3.state()).stored.filter((each) => each.bucket === bucket);

async function collect<T>(pages: AsyncIterable<T[]>): Promise<T[]> {
  const all: T[] = [];
  for await (const page of pages) all.push(...page);
  return all.sort();
}

const stores: [string, () => Promise<BlobStore>][] = [
  ["the disk", async () => onDisk()],
  ["a bucket", async () => (await inBucket()).store],
  ["a bucket with versions", async () => (await inBucket({ isVersioned: true })).store],
  ["a service without versions", async () => (await inBucket({ hasVersionCalls: false })).store],
  [
    "a move from the disk to a bucket",
    async () => movingBlobs({ from: onDisk(), to: (await inBucket()).store }),
  ],
];

describe.each(stores)("%s", (_, open) => {
  it("returns what was written last, and nothing that was not written", async () => {
    const store = await open();
    await store.put(`${a}/front`, Buffer.from("one"));
    await store.put(`${a}/front`, Buffer.from("two"));
    expect(await store.get(`${a}/front`)).toEqual(Buffer.from("two"));
    expect(await store.get(`${a}/back`)).toBeNull();
    expect(await store.has(`${a}/front`)).toBe(true);
    // A name that another one begins with.
    expect(await store.has(`${a}/fron`)).toBe(false);
  });

  it("writes a new blob once", async () => {
    const store = await open();
    const both = [
      store.putNew(`${a}/front`, Buffer.from("one")),
      store.putNew(`${a}/front`, Buffer.from("two")),
    ];
    const written = await Promise.all(both);
    expect(written.filter(Boolean)).toHaveLength(1);
    expect(await store.get(`${a}/front`)).toEqual(Buffer.from(written[0] ? "one" : "two"));
  });

  it("removes one blob, or a folder, and nothing beside it", async () => {
    const store = await open();
    for (const key of [`${a}/front`, `${a}/front-view`, `${a}/back`, `${c}/front`, `${b}/front`])
      await store.put(key, Buffer.from(key));
    await store.remove(`${a}/front`);
    expect((await store.list(a)).map(({ key }) => key).sort()).toEqual([`${a}/back`, `${a}/front-view`]);
    await store.removeFolder(a);
    expect(await store.list(a)).toEqual([]);
    expect(await collect(store.folders())).toEqual([b, c]);
    await store.remove(`${a}/front`);
    await store.removeFolder(a);
  });

  it("says when a blob was written", async () => {
    const store = await open();
    await store.put(`${a}/front`, Buffer.from("one"));
    const [entry] = await store.list(a);
    expect(Math.abs(Date.now() - (entry?.writtenAt.getTime() ?? 0))).toBeLessThan(60_000);
  });

  it("refuses a key that leaves its place", async () => {
    const store = await open();
    for (const key of ["../a", "a/../b", "a/b/c/..", "/a", "a\0/b"])
      await expect(async () => store.put(key, Buffer.from("x"))).rejects.toThrow();
    for (const name of ["..", `${a}/b`, ""])
      await expect(async () => store.removeFolder(name)).rejects.toThrow();
  });

  it("keeps the id of the first installation", async () => {
    const store = await open();
    expect(await store.readOwner()).toBeNull();
    await store.writeOwner("one");
    await store.writeOwner("two");
    expect(await store.readOwner()).toBe("one");
    expect(await collect(store.folders())).toEqual([]);
  });

  it("proves itself, and leaves nothing behind", async () => {
    const store = await open();
    await store.prove();
    expect(await collect(store.folders())).toEqual([]);
  });
});

describe("a blob in a bucket", () => {
  it("is erased with all its versions and delete markers", async () => {
    const { store, bucket } = await inBucket({ isVersioned: true });
    for (let at = 0; at < 5; at++) await store.put(`${a}/front`, Buffer.from(`version ${at}`));
    await store.put(`${a}/back`, Buffer.from("back"));
    expect(await storedIn(bucket)).toHaveLength(6);
    await store.remove(`${a}/front`);
    expect((await storedIn(bucket)).map(({ key }) => key)).toEqual([`desk/${a}/back`]);
    await store.removeFolder(a);
    expect(await storedIn(bucket)).toEqual([]);
  });

  it("is sent in parts when it is large", async () => {
    const { store } = await inBucket({}, 10_000);
    const bytes = randomBytes(20 * 1024 * 1024);
    await store.put(`${a}/data`, bytes);
    expect((await store.get(`${a}/data`))?.equals(bytes)).toBe(true);
    const { asked } = await s3.state();
    expect(asked.filter((line) => line.startsWith("PUT"))).toHaveLength(3);
  });

  it("leaves no parts behind when a part cannot be sent", async () => {
    const { store, bucket } = await inBucket();
    await s3.fail({ method: "PUT", times: 100, how: "denied" });
    await expect(store.put(`${a}/data`, randomBytes(20 * 1024 * 1024))).rejects.toThrow(/cannot be used/);
    await s3.fail();
    expect(await storedIn(bucket)).toEqual([]);
    await store.removeFolder(a);
    expect((await s3.state()).uploads).toBe(0);
  });

  it.each(["reset", "lost", "busy", "hang"] as const)(
    "is written in spite of one call that ends as “%s”",
    async (how) => {
      const { store } = await inBucket();
      await s3.fail({ method: "PUT", times: 1, how });
      await store.put(`${a}/front`, Buffer.from("one"));
      expect(await store.get(`${a}/front`)).toEqual(Buffer.from("one"));
    },
  );

  it.each(["reset", "cut", "busy", "hang"] as const)(
    "is read in spite of one call that ends as “%s”",
    async (how) => {
      const { store } = await inBucket();
      await store.put(`${a}/front`, Buffer.from("one long enough to be cut in half"));
      await s3.fail({ method: "GET", path: `${a}/front`, times: 1, how });
      expect(String(await store.get(`${a}/front`))).toBe("one long enough to be cut in half");
    },
  );

  it.each(["reset", "cut", "busy", "hang", "denied"] as const)(
    "is unreadable, and not absent, when every call ends as “%s”",
    async (how) => {
      const { store } = await inBucket();
      await store.put(`${a}/front`, Buffer.from("one long enough to be cut in half"));
      await s3.fail({ method: "GET", times: 100, how });
      const error = await store.get(`${a}/front`).catch((thrown: unknown) => thrown);
      expect(isUnavailable(error)).toBe(true);
      expect(isUnavailable(await store.has(`${a}/front`).catch((thrown: unknown) => thrown))).toBe(true);
    },
  );

  it("is not said to be erased when the bucket does not erase it", async () => {
    const { store, bucket } = await inBucket();
    await store.put(`${a}/front`, Buffer.from("one"));
    await s3.fail({ method: "DELETE", times: 100, how: "denied" });
    await expect(store.removeFolder(a)).rejects.toThrow(/AccessDenied/);
    expect(await storedIn(bucket)).toHaveLength(1);
    await s3.fail({ method: "DELETE", times: 1, how: "lost" });
    await store.removeFolder(a);
    expect(await storedIn(bucket)).toEqual([]);
  });
});

describe("the start", () => {
  it("refuses a bucket that is missing, or signs in with other credentials, in one sentence", async () => {
    const missing = bucketBlobs({ bucket: "nowhere", prefix: "", endpoint: s3.endpoint });
    await expect(missing.prove()).rejects.toThrow(
      /^Images cannot be looked up in the bucket nowhere\. The bucket nowhere cannot be used: NoSuchBucket/,
    );
  });

  it("refuses a bucket that keeps every version until its date", async () => {
    const { store } = await inBucket({ isVersioned: true, isLocked: true });
    await expect(store.prove()).rejects.toThrow(/^Images cannot be erased from the bucket .*AccessDenied/);
  });

  it("refuses two places of two installations", async () => {
    const [from, { store: to }] = [onDisk(), await inBucket()];
    await from.writeOwner("one");
    await to.writeOwner("two");
    await expect(movingBlobs({ from, to }).readOwner()).rejects.toThrow(/belong to two installations/);
  });
});

it("a bucket that two installations share shows neither the folders of the other", async () => {
  const { bucket } = await inBucket();
  const at = (prefix: string) => bucketBlobs({ bucket, prefix, endpoint: s3.endpoint });
  await at("").put(`${a}/front`, Buffer.from("ours"));
  await at("other/").put(`${b}/front`, Buffer.from("theirs"));
  expect(await collect(at("").folders())).toEqual([a]);
  expect(await collect(at("other/").folders())).toEqual([b]);
  await moveBlobs({ from: at(""), to: onDisk() });
  expect(String(await at("other/").get(`${b}/front`))).toBe("theirs");
});

describe("a move", () => {
  const fill = async (store: BlobStore) => {
    for (let at = 0; at < 7; at++)
      for (const name of ["front", "back"])
        await store.put(`${folderAt(at)}/${name}`, Buffer.from(`${at} ${name}`));
  };
  const expectWhole = async (store: BlobStore) => {
    for (let at = 0; at < 7; at++)
      for (const name of ["front", "back"])
        expect(String(await store.get(`${folderAt(at)}/${name}`))).toBe(`${at} ${name}`);
  };

  it.each([
    ["to a bucket", async () => ({ from: onDisk(), to: (await inBucket()).store })],
    ["to the disk", async () => ({ from: (await inBucket({ isVersioned: true })).store, to: onDisk() })],
  ] as const)("%s takes everything, and leaves nothing behind", async (_, open) => {
    const move = await open();
    await fill(move.from);
    expect(await moveBlobs(move)).toEqual({ moved: 14, bytes: 7 * 13 });
    await expectWhole(move.to);
    expect(await collect(move.from.folders())).toEqual([]);
    expect(await moveBlobs(move)).toEqual({ moved: 0, bytes: 0 });
  });

  it("that breaks off goes on where it was, and nothing is missing meanwhile", async () => {
    const [from, { store: to }] = [onDisk(), await inBucket()];
    await fill(from);
    for (const how of ["denied", "denied", "denied"] as const) {
      let put = 0;
      const breaking = {
        ...to,
        putNew: (key: string, bytes: Uint8Array) =>
          put++ === 3
            ? s3.fail({ method: "PUT", times: 100, how }).then(() => to.putNew(key, bytes))
            : to.putNew(key, bytes),
      };
      await expect(moveBlobs({ from, to: breaking })).rejects.toThrow(/AccessDenied/);
      await s3.fail();
      await expectWhole(movingBlobs({ from, to }));
    }
    await moveBlobs({ from, to });
    await expectWhole(to);
  });

  it("brings back nothing that is erased at the same moment", async () => {
    const [from, { store: to, bucket }] = [onDisk(), await inBucket({ isVersioned: true })];
    await from.put(`${a}/front`, Buffer.from("one"));
    const racing = {
      ...to,
      putNew: async (key: string, bytes: Uint8Array) => {
        await movingBlobs({ from, to }).removeFolder(a);
        return to.putNew(key, bytes);
      },
    };
    expect(await moveBlobs({ from, to: racing })).toEqual({ moved: 0, bytes: 0 });
    expect(await storedIn(bucket)).toEqual([]);
  });

  it("does not replace what was written to the new place meanwhile", async () => {
    const [from, { store: to }] = [onDisk(), await inBucket()];
    await from.put(`${a}/front`, Buffer.from("old"));
    await movingBlobs({ from, to }).put(`${a}/front`, Buffer.from("new"));
    await moveBlobs({ from, to });
    expect(String(await to.get(`${a}/front`))).toBe("new");
  });

  it("keeps the source of a copy that is not the same", async () => {
    const [from, { store: to }] = [onDisk(), await inBucket()];
    await from.put(`${a}/front`, Buffer.from("one"));
    const broken = { ...to, putNew: (key: string) => to.putNew(key, Buffer.from("other")) };
    await expect(moveBlobs({ from, to: broken })).rejects.toThrow(/differs from .*; the source was kept/);
    expect(String(await from.get(`${a}/front`))).toBe("one");
  });
});

it("the disk keeps no half-written blob", async () => {
  const store = onDisk();
  await Promise.all(Array.from({ length: 20 }, (_, at) => store.put(`${a}/front`, Buffer.from(String(at)))));
  expect(await readdir(path.join(folder, "blobs", a.slice(0, 2), a))).toEqual(["front"]);
});
