import { readdirSync, readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { z } from "./zod-browser.js";

/** What follows `z.` as a value: something called, or on the right of `instanceof`. */
const called = /\bz\s*\.((?:(?:iso|coerce)\s*\.)?\w+)\(|instanceof z\.(\w+)/g;

function usedNames(): string[] {
  const files = ["app", "components", "lib"]
    .flatMap((folder) =>
      readdirSync(folder, { recursive: true, encoding: "utf8" }).map((file) => `${folder}/${file}`),
    )
    .filter((file) => /\.tsx?$/.test(file) && !/\.test\.|\/generated\//.test(file));
  const used = files.flatMap((file) =>
    [...readFileSync(file, "utf8").matchAll(called)].map(([, call, type]) =>
      (call ?? type ?? "").replace(/\s/g, ""),
    ),
  );
  return [...new Set(used)].sort();
}

it("holds exactly what the code uses of zod", () => {
  const held = Object.entries(z).flatMap(([name, value]) =>
    typeof value === "function" ? [name] : Object.keys(value).map((inner) => `${name}.${inner}`),
  );
  expect(held.sort()).toEqual(usedNames());
});
