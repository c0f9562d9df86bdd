import { readFileSync } from "node:fs";
import { expect, it } from "vitest";

/** Variables that are not the operator's to set. */
const internal = ["NODE_ENV", "STYLE_HASHES", "POOLED"];

it(".env.example has every setting, and no other", () => {
  const schema = readFileSync("lib/platform/env.ts", "utf8");
  const known = [...schema.matchAll(/^ {2}([A-Z][A-Z_0-9]+):/gm)].map(([, name]) => name ?? "");
  const example = readFileSync(".env.example", "utf8");
  const shown = [...example.matchAll(/^([A-Z][A-Z_0-9]+)=/gm)].map(([, name]) => name ?? "");
  expect(known.length).toBeGreaterThan(20);
  expect(shown.toSorted()).toEqual(known.filter((name) => !internal.includes(name)).toSorted());
});
