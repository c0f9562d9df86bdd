import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";
import { cruise, type ICruiseOptions, type ICruiseResult } from "dependency-cruiser";
import { afterEach, describe, expect, it } from "vitest";
import { cycleIn, draw, foldersOf } from "./floors.mjs";

const { forbidden, options } = createRequire(import.meta.url)("../.dependency-cruiser.cjs");

const root = path.resolve(import.meta.dirname, "..");
let folder: string | undefined;

afterEach(() => {
  if (folder) rmSync(folder, { recursive: true, force: true });
});

/** Writes files; each imports what is listed beside its name. */
function writeTree(files: Record<string, readonly string[]>): string {
  folder = mkdtempSync(path.join(tmpdir(), "architecture-"));
  for (const [file, imports] of Object.entries(files)) {
    const at = path.join(folder, file);
    mkdirSync(path.dirname(at), { recursive: true });
    const lines = imports.map((to) => `import "./${path.relative(path.dirname(file), to)}";`);
    writeFileSync(at, `${lines.join("\n")}\nexport {};\n`);
  }
  return folder;
}

/** Returns the names of the rules that the files break. */
async function broken(files: Record<string, readonly string[]>): Promise<string[]> {
  const baseDir = writeTree(files);
  const roots = [...new Set(Object.keys(files).map((file) => file.split("/")[0] ?? ""))];
  const asked: ICruiseOptions = {
    ...options,
    tsConfig: undefined,
    baseDir,
    validate: true,
    ruleSet: { forbidden },
  };
  const { output } = await cruise(roots, asked);
  return [...new Set((output as ICruiseResult).summary.violations.map(({ rule }) => rule.name))];
}

describe("the check of the architecture", () => {
  it.each([
    [
      "an import from a floor above",
      "ground-imports-nothing-above-it",
      { "lib/law/clock.ts": ["lib/requests/load"], "lib/requests/load.ts": [] },
    ],
    [
      "an import of a type from a floor above",
      "records-imports-nothing-above-it",
      { "lib/checks/read.ts": ["lib/cases/schema"], "lib/cases/schema.ts": [] },
    ],
    [
      "a folder without a floor",
      "every-folder-has-a-floor",
      { "lib/drawer/a.ts": ["lib/drawer/b"], "lib/drawer/b.ts": [] },
    ],
    ["a cycle of files", "no-cycles", { "lib/law/a.ts": ["lib/law/b"], "lib/law/b.ts": ["lib/law/a"] }],
    [
      "plumbing that knows the product",
      "plumbing-knows-no-product",
      { "lib/platform/db.ts": ["lib/format/day"], "lib/format/day.ts": [] },
    ],
    [
      "lib that knows a screen",
      "product-knows-no-screen",
      { "lib/cases/read.ts": ["components/x"], "components/x.ts": [] },
    ],
    [
      "a screen that reads past the client",
      "screen-asks-through-the-client",
      { "components/cases/a.ts": ["lib/cases/read"], "lib/cases/read.ts": [] },
    ],
    [
      "a sealed column that is read past the gate",
      "sealed-values-open-at-the-gate",
      { "lib/checks/read.ts": ["lib/vault/open-keys"], "lib/vault/open-keys.ts": [] },
    ],
    [
      "a ui kit that knows the product",
      "ui-kit-knows-no-product",
      { "components/ui/a.ts": ["components/cases/b"], "components/cases/b.ts": [] },
    ],
    [
      "a part of the dashboard that brings messages to the browser",
      "messages-come-through-the-server",
      { "components/cases/a.tsx": ["components/cases/messages"], "components/cases/messages.ts": [] },
    ],
    [
      "a part of the dashboard that formats messages in the browser",
      "the-dashboard-is-translated-on-the-server",
      { "components/cases/a.tsx": ["node_modules/use-intl/a"], "node_modules/use-intl/a.js": [] },
    ],
    [
      "a policy that asks the database",
      "one-door-to-the-database",
      { "lib/cases/policy.ts": ["lib/platform/db"], "lib/platform/db.ts": [] },
    ],
    [
      "an actor that is minted elsewhere",
      "one-mint",
      { "lib/cases/write.ts": ["lib/actor/mint"], "lib/actor/mint.ts": [] },
    ],
    [
      "a file of a noun with a name of its own",
      "a-noun-has-known-files",
      { "lib/cases/helpers.ts": ["lib/cases/schema"], "lib/cases/schema.ts": [] },
    ],
    [
      "the same for a file that imports nothing",
      "a-noun-offers-known-files",
      { "lib/cases/read.ts": ["lib/cases/helpers"], "lib/cases/helpers.ts": [] },
    ],
  ] as [string, string, Record<string, string[]>][])("finds %s", async (_, rule, files) => {
    expect(await broken(files)).toContain(rule);
  });

  it("permits the same files in their right places", async () => {
    const files = {
      "lib/requests/load.ts": ["lib/law/clock"],
      "lib/law/clock.ts": [],
      "lib/queue/claim.ts": ["lib/cases/load"],
      "lib/cases/load.ts": ["lib/platform/db"],
      "lib/platform/db.ts": [],
      "components/cases/a.ts": ["lib/cases/client"],
      "lib/cases/client.ts": [],
    };
    expect(await broken(files)).toEqual([]);
  });
});

describe("a cycle of folders", () => {
  it("is found across several folders, by their files", async () => {
    const folders = await foldersOf(
      writeTree({
        "lib/cases/read.ts": ["lib/queue/read"],
        "lib/queue/read.ts": ["lib/decisions/read"],
        "lib/decisions/read.ts": ["lib/cases/load"],
        "lib/cases/load.ts": [],
      }),
    );
    expect(cycleIn(folders)).toEqual(["cases", "queue", "decisions", "cases"]);
  });

  it("does not exist when two folders import a third", () => {
    const folders = new Map([
      ["a", new Set(["c"])],
      ["b", new Set(["a", "c"])],
      ["c", new Set<string>()],
    ]);
    expect(cycleIn(folders)).toBeNull();
  });

  it("is impossible in the drawn floors, which are above each other", () => {
    const drawn = draw([
      { floor: "low", folders: { a: "one & two" } },
      { floor: "high", folders: { b: "<three>" } },
    ]);
    expect(drawn.indexOf(">high<")).toBeLessThan(drawn.indexOf(">low<"));
    expect(drawn).toContain("one &amp; two");
    expect(drawn).toContain("&lt;three>");
  });
});

describe("connections to a database", () => {
  it("are created only where the loss of one cannot end the process", () => {
    const creates = /new (?:pg\.)?(?:Client|Pool)\(/;
    const folders = ["app", "bench", "components", "faults", "lib", "scripts", "test"];
    const files = folders
      .flatMap((name) =>
        readdirSync(path.join(root, name), { recursive: true, encoding: "utf8" }).map(
          (file) => `${name}/${file}`,
        ),
      )
      .filter((file) => file.endsWith(".ts") && !file.startsWith("lib/platform/generated/"));
    expect(files.length).toBeGreaterThan(500);
    expect(files.filter((file) => creates.test(readFileSync(path.join(root, file), "utf8"))).sort()).toEqual([
      // Servers of their own that only the bench compares with.
      "bench/floor.ts",
      "bench/mix/floor.ts",
      "lib/platform/connect.ts",
      "lib/platform/pool.ts",
      // A program that this test writes runs in a process of its own.
      "lib/platform/postgres.slow.test.ts",
    ]);
  });
});
