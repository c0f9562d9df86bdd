import path from "node:path";
import { defineConfig } from "vitest/config";

const root = import.meta.dirname;
const databaseTests = "{app,components,lib,prisma,scripts,bench}/**/*.db.test.ts";

export default defineConfig({
  resolve: { alias: { "@": root, "server-only": path.join(root, "scripts/empty.ts") } },
  // JSX is compiled as Next does it.
  oxc: { jsx: { runtime: "automatic" } },
  test: {
    pool: "forks",
    maxWorkers: 2,
    // Not a whole hour from UTC: a test that forgets the time zone fails here.
    env: { TZ: "Asia/Kathmandu", LOG_LEVEL: "error", NEXT_TELEMETRY_DISABLED: "1" },
    projects: [
      {
        extends: true,
        test: {
          name: "unit",
          include: ["{app,components,lib,prisma,scripts,bench}/**/*.test.{ts,tsx}"],
          exclude: ["**/node_modules/**", databaseTests],
          setupFiles: ["vitest.setup.ts"],
          testTimeout: 15_000,
        },
      },
      {
        extends: true,
        test: {
          name: "db",
          include: [databaseTests],
          globalSetup: ["vitest.database.ts"],
          setupFiles: ["vitest.setup.ts", "vitest.database-worker.ts"],
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
});
