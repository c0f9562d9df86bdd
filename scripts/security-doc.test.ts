import { existsSync, readdirSync, readFileSync } from "node:fs";
import { expect, it } from "vitest";

const text = readFileSync("docs/security.md", "utf8");
const named = [...text.matchAll(/`((?:lib|e2e|test)\/[^`]+)`/g)].map(([, file = ""]) => file);

/** `lib/records/*.test.ts` stands for every test of the folder. */
const isThere = (file: string) =>
  file.includes("/*.")
    ? readdirSync(file.slice(0, file.indexOf("/*."))).some((each) => each.endsWith(".test.ts"))
    : existsSync(file);

it("names only tests that exist", () => {
  expect(named.length).toBeGreaterThan(20);
  expect(named.filter((file) => !isThere(file))).toEqual([]);
});

it("says of each requirement whether it is met", () => {
  const rows = text.split("\n").filter((line) => /^\| \d/.test(line));
  expect(rows.length).toBeGreaterThan(30);
  for (const row of rows) expect(row.split("|")[2]?.trim(), row.slice(0, 40)).toMatch(/^(yes|partly|no|–)$/);
});
