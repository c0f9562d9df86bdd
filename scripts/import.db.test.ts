import { execFile } from "node:child_process";
import { cp, mkdir, mkdtemp, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { db } from "@/lib/platform/db";
import { env } from "@/lib/platform/env";
import { createOrganization, sampleAs, sampleImage } from "@/prisma/factories";

const root = path.resolve(import.meta.dirname, "..");
let folder: string;

/** Runs the command as a person does. */
function runImport(args: string[], input?: string): Promise<{ code: number; out: string }> {
  const { DATABASE_URL, KEYS_DATABASE_URL, dataDir } = env();
  const tsx = path.join(root, "node_modules/tsx/dist/cli.mjs");
  return new Promise((resolve) => {
    const child = execFile(
      process.execPath,
      [tsx, "--tsconfig", "tsconfig.node.json", "scripts/import.ts", ...args],
      {
        cwd: root,
        env: { ...process.env, DATABASE_URL, KEYS_DATABASE_URL, DATA_DIR: dataDir, NODE_ENV: "production" },
      },
      (error, stdout, stderr) =>
        resolve({ code: typeof error?.code === "number" ? error.code : 0, out: stdout + stderr }),
    );
    child.stdin?.end(input);
  });
}

beforeAll(async () => {
  await createOrganization();
  folder = await mkdtemp(path.join(os.tmpdir(), "countersign-import-"));
  await cp(path.join(root, "prisma/fixtures/bundles/name-arabic.json"), path.join(folder, "arabic.json"));
  await mkdir(path.join(folder, "images"));
  await writeFile(path.join(folder, "images/front.jpg"), await sampleImage());
  await writeFile(path.join(folder, "outside.txt"), "secret");
  const bundle = sampleAs("ses_images");
  const document = (id: string, download_url: string) => ({
    id,
    document_type: "passport",
    page: "front",
    download_url,
  });
  const documents = [
    document("doc_1", "images/front.jpg"),
    document("doc_2", "../../etc/passwd"),
    document("doc_3", "https://client.example/x.jpg"),
    document("doc_4", "file:///etc/passwd"),
  ];
  await writeFile(path.join(folder, "images.json"), JSON.stringify({ ...bundle, documents }));
});

describe("npm run import", () => {
  it("says what it would do and changes nothing with --dry-run", async () => {
    const { code, out } = await runImport(["--dry-run", folder]);
    expect([code, out]).toEqual([0, expect.stringContaining("2 created (dry run: nothing was changed)")]);
    expect(await db.session.count()).toBe(0);
  });

  it("brings in a folder, with the images that lie in it and none from elsewhere", async () => {
    const { code, out } = await runImport([folder]);
    expect([code, out]).toEqual([0, expect.stringContaining("ses_images (sandbox): created, 1 images")]);
    const documents = await db.document.findMany({
      where: { session: { id: "ses_images" } },
      orderBy: { pk: "asc" },
    });
    expect(documents.map(({ docType, blobKey }) => [docType, blobKey !== null])).toEqual([
      ["id_front", true],
      ["id_front_2", false],
      ["id_front_3", false],
      ["id_front_4", false],
    ]);
  });

  it("says unchanged the second time", async () => {
    expect((await runImport([folder])).out).toContain("2 unchanged");
  });

  it("reads standard input, one bundle or an array", async () => {
    const bundles = [sampleAs("ses_in_1"), sampleAs("ses_in_2")];
    expect((await runImport(["-"], JSON.stringify(bundles))).out).toContain("2 created");
    expect((await runImport(["-"], JSON.stringify(bundles[0]))).out).toContain("1 unchanged");
  });

  it("goes on after a broken one, names the place, and tells by its exit code", async () => {
    const broken = { ...sampleAs("ses_broken"), result: { status: "maybe" } };
    const { code, out } = await runImport(["-"], JSON.stringify([broken, sampleAs("ses_after")]));
    expect(code).toBe(1);
    expect(out).toContain(
      "result.status: expected one of approved, rejected, needs_review, found a string of 5 characters",
    );
    expect(out).toContain("1 created, 1 failed");
    expect(await db.session.count({ where: { id: "ses_broken" } })).toBe(0);
  });

  it("refuses a broken image together with its session", async () => {
    await writeFile(path.join(folder, "images/front.jpg"), "%PDF-1.4");
    const bundle = { ...sampleAs("ses_pdf"), documents: [{ id: "doc_1", download_url: "images/front.jpg" }] };
    await writeFile(path.join(folder, "pdf.json"), JSON.stringify(bundle));
    const { code, out } = await runImport([path.join(folder, "pdf.json")]);
    expect([code, out]).toEqual([
      1,
      expect.stringContaining("documents[0].download_url: PDF files cannot be shown"),
    ]);
    expect(await db.session.count({ where: { id: "ses_pdf" } })).toBe(0);
  });

  it.each([
    ["the other environment", ["--environment", "live", "-"], 1, "session.is_sandbox: expected false"],
    ["an environment that does not exist", ["--environment", "moon", "-"], 2, "usage:"],
    ["nothing", [], 2, "usage:"],
    ["a file that is not there", ["nowhere.json"], 1, "failed"],
    [
      "an organization that is not there",
      ["--organization", "org_none", "-"],
      1,
      "There is no organization org_none.",
    ],
  ])("with %s says so", async (_, args, code, text) => {
    const answer = await runImport(args, JSON.stringify(sampleAs("ses_never")));
    expect([answer.code, answer.out]).toEqual([code, expect.stringContaining(text)]);
    expect(await db.session.count({ where: { id: "ses_never" } })).toBe(0);
  });
});
