import { format } from "node:util";
import fc from "fast-check";
import { afterEach, inject } from "vitest";

fc.configureGlobal({ seed: inject("seed") });

const said: string[] = [];
for (const level of ["error", "warn"] as const) {
  console[level] = (...words: unknown[]) => said.push(`console.${level}: ${format(...words)}`);
}

/** A test fails if it prints a warning or an error that it did not expect. */
afterEach(() => {
  const lines = said.splice(0);
  if (lines.length > 0) throw new Error(lines.join("\n"));
});
