import { execFile } from "node:child_process";
import { cp, mkdir, mkdtemp, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { env } from "@/lib/platform/env";
import { createOrganization, sampleAs, sampleImage } from "@/test/factories";
import { db } from "@/test/test-db";
import { cardAnswer, cardPictures, cardSession } from "@/test/vendors/regula-docreader";
import { samples } from "@/test/vendors/samples";

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

  describe("with files of vendors", () => {
    const write = async (place: string, files: Record<string, unknown>) => {
      const at = path.join(folder, "vendors", place);
      await mkdir(at, { recursive: true });
      for (const [name, value] of Object.entries(files))
        await writeFile(path.join(at, name), Buffer.isBuffer(value) ? value : JSON.stringify(value));
      return at;
    };
    const docTypesOf = async (id: string) => {
      const documents = await db.document.findMany({ where: { session: { id } }, orderBy: { pk: "asc" } });
      return documents.map(({ docType, blobKey }) => [docType, blobKey !== null]);
    };

    it("takes a session of Regula's with its files, and the same files once", async () => {
      const session = cardSession({ id: "regula-1" });
      const at = await write("regula", {
        "session.json": session,
        "doc_reader_results.json": cardAnswer(await cardPictures()),
        "LIVENESS_PORTRAIT.jpg": await sampleImage(),
      });
      const { code, out } = await runImport(["--environment", "sandbox", at]);
      expect([code, out]).toEqual([0, expect.stringContaining("regula-1 (sandbox): created, 7 images")]);
      expect(out).toContain("\n1 created\n");
      expect((await docTypesOf("regula-1")).at(-1)).toEqual(["selfie", true]);
      expect((await runImport(["--environment", "sandbox", at])).out).toContain("\n1 unchanged\n");
    });

    it("takes sessions of Stripe's, Onfido's and Veriff's", async () => {
      const { stripe_identity: stripe, onfido, veriff } = await samples();
      const parsed = (text: string | undefined) => JSON.parse(text ?? "null");
      const image = await sampleImage();
      await write("others/stripe", {
        "a.json": parsed(stripe?.record.session),
        "b.json": parsed(stripe?.record.report),
        "file_front.jpg": image,
      });
      await write("others/onfido", {
        "run.json": parsed(onfido?.record.run),
        "who.json": parsed(onfido?.record.applicant),
        "documents.json": parsed(onfido?.record.documents),
        "doc-1.jpg": image,
      });
      const at = await write("others/veriff", {
        "decision.json": parsed(veriff?.record.decision),
        "media.json": parsed(veriff?.record.media),
        "m-3.jpg": image,
      });
      const { code, out } = await runImport(["--environment", "sandbox", path.dirname(at)]);
      expect([code, out]).toEqual([0, expect.stringContaining("\n3 created\n")]);
      expect(await docTypesOf("vs_7")).toEqual([
        ["id_front", true],
        ["id_back", false],
        ["selfie", false],
      ]);
      expect(await docTypesOf("run-7")).toEqual([
        ["id_front", true],
        ["id_back", false],
      ]);
    });

    it("gives no session the files of another in the same folder", async () => {
      const at = await write("shared", {
        "one.json": cardSession({ id: "regula-2" }),
        "two.json": cardSession({ id: "regula-3" }),
        "doc_reader_results.json": cardAnswer(await cardPictures()),
      });
      const { out } = await runImport(["--environment", "sandbox", at]);
      expect(out).toContain("DocReader answer was not there");
      expect(
        await db.document.count({ where: { session: { id: "regula-2" }, blobKey: { not: null } } }),
      ).toBe(0);
    });

    it("says in one sentence what a file lacks", async () => {
      const at = await write("lacking", {
        "check.json": {
          id: "chk-1",
          result: "consider",
          status: "complete",
          applicant_id: "a",
          report_ids: ["r"],
        },
        "report.json": {
          id: "vr_1",
          object: "identity.verification_report",
          document: { status: "verified" },
        },
        "list.json": { object: "list", data: [], has_more: false, url: "/v1/identity/verification_reports" },
        "reader.json": { ContainerList: { List: [] } },
      });
      const { code, out } = await runImport(["--environment", "sandbox", at]);
      expect(code).toBe(1);
      expect(out).toContain(
        "check.json: failed: This Onfido check has no applicant with it, so it has no person.",
      );
      expect(out).toContain(
        "report.json: failed: This is a report of Stripe Identity's without its verification session",
      );
      expect(out).toContain("list.json: failed: This is a list of Stripe Identity's");
      expect(out).toContain("reader.json: failed: This is a DocReader answer without its session");
      expect(out).toContain("\n4 failed\n");
      const session = path.join(folder, "vendors/regula/session.json");
      expect((await runImport([session])).out).toContain("add --environment live or --environment sandbox");
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
