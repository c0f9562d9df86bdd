import { mkdir, mkdtemp, symlink, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { listFiles, namesOf, readImage } from "@/scripts/import-files";

let folder: string;

beforeAll(async () => {
  const above = await mkdtemp(path.join(os.tmpdir(), "countersign-images-"));
  folder = path.join(above, "bundles");
  await mkdir(path.join(folder, "sub"), { recursive: true });
  const names = [
    "front photo (1).jpg",
    "ok.jpg",
    "100%.jpg",
    "a?b.jpg",
    "sub/inner.jpg",
    "x#1.jpg",
    "M\u00fcller.jpg",
    "plus+sign.jpg",
    "dots..jpg",
  ];
  for (const name of names) await writeFile(path.join(folder, name), name);
  await writeFile(path.join(above, "secret.jpg"), "secret");
  await symlink(path.join(above, "secret.jpg"), path.join(folder, "link.jpg"));
});

describe("an image beside a bundle", () => {
  it.each([
    ["ok.jpg", "ok.jpg"],
    ["./ok.jpg", "ok.jpg"],
    ["ok.jpg?sig=abc&expires=1", "ok.jpg"],
    ["ok.jpg#page=1", "ok.jpg"],
    ["front%20photo%20(1).jpg", "front photo (1).jpg"],
    ["front photo (1).jpg", "front photo (1).jpg"],
    ["front%20photo%20(1).jpg?x=%20", "front photo (1).jpg"],
    ["100%.jpg", "100%.jpg"],
    ["100%25.jpg", "100%.jpg"],
    ["a?b.jpg", "a?b.jpg"],
    ["a%3Fb.jpg", "a?b.jpg"],
    ["x#1.jpg", "x#1.jpg"],
    ["sub/inner.jpg", "sub/inner.jpg"],
    ["sub\\inner.jpg", "sub/inner.jpg"],
    ["sub%2Finner.jpg", "sub/inner.jpg"],
    ["sub/../ok.jpg", "ok.jpg"],
    ["Mu\u0308ller.jpg", "M\u00fcller.jpg"],
    ["M%C3%BCller.jpg", "M\u00fcller.jpg"],
    ["plus+sign.jpg", "plus+sign.jpg"],
    ["dots..jpg", "dots..jpg"],
  ])("is found by %s", async (reference, name) => {
    expect(Buffer.from((await readImage(folder, reference)) ?? "").toString()).toBe(name);
  });

  it.each([
    "sub",
    "sub/",
    ".",
    "",
    "none.jpg",
    "../secret.jpg",
    "%2e%2e/secret.jpg",
    "..%2Fsecret.jpg",
    "sub\\..\\..\\secret.jpg",
    "link.jpg",
    "/etc/passwd",
    "file:///etc/passwd",
    "https://example.com/ok.jpg",
    "data:image/png;base64,AAAA",
    "ok.jpg\0",
    "%00",
  ])("is not searched in %j", async (reference) => {
    expect(await readImage(folder, reference)).toBeNull();
  });

  it("is not found without a folder", async () => {
    expect(await readImage(null, "ok.jpg")).toBeNull();
    expect(namesOf("%E0%A4%A")).toEqual(["%E0%A4%A"]);
  });
});

describe("a folder", () => {
  it("returns its bundles in order and names other files that look like data", async () => {
    const data = await mkdtemp(path.join(os.tmpdir(), "countersign-folder-"));
    await mkdir(path.join(data, "inner.json"));
    for (const name of [
      "b.json",
      "A.JSON",
      "inner.json/c.Json",
      "lines.ndjson",
      "d.json.gz",
      "all.zip",
      "photo.JPG",
      "README.md",
      ".DS_Store",
    ])
      await writeFile(path.join(data, name), "");
    const { files, leftOut } = await listFiles(data);
    const short = (names: string[]) => names.map((name) => path.relative(data, name));
    expect(short(files)).toEqual(["A.JSON", "b.json", "inner.json/c.Json"]);
    expect(short(leftOut)).toEqual(["all.zip", "d.json.gz", "lines.ndjson"]);
  });
});
