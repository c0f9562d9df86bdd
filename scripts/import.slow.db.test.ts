import { execFile } from "node:child_process";
import { cp, mkdir, mkdtemp, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { env } from "@/lib/platform/env";
import { createOrganization, sampleAs, sampleImage } from "@/test/factories";
import { db } from "@/test/test-db";

const root = path.resolve(import.meta.dirname, "..");
let folder: string;

/** Runs the command at a terminal. */
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
  await cp(path.join(root, "test/fixtures/bundles/name-arabic.json"), path.join(folder, "arabic.json"));
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
  it("previews and changes nothing with --dry-run", async () => {
    const { code, out } = await runImport(["--dry-run", folder]);
    expect([code, out]).toEqual([0, expect.stringContaining("2 created (dry run: nothing was changed)")]);
    expect(await db.session.count()).toBe(0);
  });

  it("imports a folder, with the images in it and none from elsewhere", async () => {
    const { code, out } = await runImport([folder]);
    expect([code, out]).toEqual([
      0,
      expect.stringContaining("ses_images (sandbox): created, 1 image, 3 missing"),
    ]);
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

  it("reports unchanged the second time", async () => {
    expect((await runImport([folder])).out).toContain("2 unchanged");
  });

  it("reads standard input, one bundle or an array", async () => {
    const bundles = [sampleAs("ses_in_1"), sampleAs("ses_in_2")];
    expect((await runImport(["-"], JSON.stringify(bundles))).out).toContain("2 created");
    expect((await runImport(["-"], JSON.stringify(bundles[0]))).out).toContain("1 unchanged");
  });

  it("names a key that occurs twice, of which the last one counts", async () => {
    const text = JSON.stringify(sampleAs("ses_doubled")).replace("{", '{"x_vendor":{"a":1,"a":2},');
    const { code, out } = await runImport(["-"], `[${text}]`);
    expect(code).toBe(0);
    expect(out).toContain("(standard input): [0].x_vendor.a occurs twice: the last one counts");
    expect(out).toContain("ses_doubled (sandbox): created");
  });

  it("continues after an invalid bundle, names the place, and fails by its exit code", async () => {
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

  describe("with real inputs", () => {
    const reading = path.join(root, "test/fixtures/reading");
    const fixture = (name: string) => path.join(reading, name);

    it("finds images by relative references, decoded and without their query", async () => {
      const { out } = await runImport([fixture("images/url-percent.json"), fixture("images/url-query.json")]);
      expect(out).toContain("ses_case_url_percent (sandbox): created, 1 image\n");
      expect(out).toContain("ses_case_url_query (sandbox): created, 1 image\n");
    });

    it("continues past a folder named like an image, and says what is missing", async () => {
      const { code, out } = await runImport([fixture("images/url-array-folder.json")]);
      expect(code).toBe(0);
      expect(out).toContain(
        "ses_case_arr_2 (sandbox): created, 1 missing: the bundle's folder has no file for documents[0].download_url",
      );
      expect(out).toContain("4 created");
    });

    it("names the session and the document of an image that cannot be used", async () => {
      const names = ["heic-hevx.heic.json", "pdf-bom.pdf.json", "alpha.png.json", "leading-newline.jpg.json"];
      const { out } = await runImport(names.map((name) => fixture(`images/${name}`)));
      expect(out).toMatch(
        /ses_case_img_heic_hevx_heic in .*: failed: documents\[0\]\.download_url: HEIC and AVIF/,
      );
      expect(out).toMatch(/ses_case_img_pdf_bom_pdf in .*: failed: documents\[0\]\.download_url: PDF files/);
      expect(out).toContain("ses_case_img_alpha_png (sandbox): created, 1 image");
    });

    it("reads file names in upper and lower case, and names what it leaves out", async () => {
      const { out } = await runImport(["--dry-run", fixture("raw")]);
      expect(out).toMatch(
        /bundle\.json\.gz: left out: in a folder, only files whose names end in \.json are read/,
      );
      expect(out).toMatch(/lines\.ndjson: left out/);
      expect(out).toMatch(/\d created, 1 failed, 2 left out/);
      expect(out).toMatch(
        /nan-ssn\.json: failed:\n {4}\(file, line 1, column \d+\): expected valid JSON, found something else/,
      );
      expect(out).not.toContain("6789");
    });

    it("lists the values that were set aside", async () => {
      const bundle = sampleAs("ses_aside", { country: "United States" });
      const { code, out } = await runImport(["-"], JSON.stringify(bundle));
      expect(code).toBe(0);
      expect(out).toContain(
        "set aside and stored unchanged: session.country: expected at most 3 characters, found a string of 13 characters",
      );
    });
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
