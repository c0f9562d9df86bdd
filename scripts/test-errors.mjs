// A reporter of Vitest. It writes the errors that belong to no test to test-results/reports/errors.json: of hooks, of files
// that do not load, and unhandled ones.
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { root } from "./bootstrap.mjs";

/** @param {readonly { name?: string, message?: string, stack?: string }[]} errors */
const textsOf = (errors) =>
  errors.map(({ name, message, stack }) => stack ?? `${name ?? "Error"}: ${message}`);

export default class TestErrors {
  /**
   * @param {readonly import("vitest/node").TestModule[]} modules
   * @param {Parameters<typeof textsOf>[0]} unhandled
   */
  onTestRunEnd(modules, unhandled) {
    const errors = textsOf(unhandled);
    for (const module of modules)
      for (const part of [module, ...module.children.allSuites()])
        errors.push(...textsOf(part.errors()).map((text) => `${module.relativeModuleId}\n${text}`));
    const folder = path.join(root, "test-results/reports");
    mkdirSync(folder, { recursive: true });
    writeFileSync(path.join(folder, "errors.json"), JSON.stringify(errors));
  }
}
