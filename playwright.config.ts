import { defineConfig, devices } from "@playwright/test";
import { launchArguments } from "./e2e/support/browser";
import { findBrowser } from "./scripts/browser.mjs";

export default defineConfig({
  testDir: "e2e",
  outputDir: "test-results/e2e",
  globalSetup: "./e2e/support/global-setup.ts",
  workers: 2,
  retries: 0,
  forbidOnly: true,
  // Long enough for a machine that is five times slower than usual: only a test that fails waits so long.
  timeout: 300_000,
  expect: { timeout: 60_000 },
  use: {
    // The global set-up writes the variable before the workers read this file.
    baseURL: process.env.E2E_BASE_URL,
    screenshot: "only-on-failure",
  },
  projects: [
    {
      name: "chromium",
      use: {
        ...devices["Desktop Chrome"],
        viewport: { width: 1440, height: 900 },
        launchOptions: { executablePath: await findBrowser(), args: launchArguments },
      },
    },
  ],
});
