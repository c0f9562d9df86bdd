import { format } from "node:util";
import fc from "fast-check";
import { afterEach, inject } from "vitest";

fc.configureGlobal({ seed: inject("seed") });

const said: string[] = [];
for (const level of ["error", "warn"] as const) {
  console[level] = (...words: unknown[]) => said.push(`console.${level}: ${format(...words)}`);
}

/** A warning nobody expects is a fault nobody sees. */
afterEach(() => {
  const lines = said.splice(0);
  if (lines.length > 0) throw new Error(lines.join("\n"));
});
