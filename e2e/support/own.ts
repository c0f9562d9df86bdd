import { test as base } from "../fixtures";
import type { Facts } from "./facts";
import { copySeed, startSeeded } from "./seeded";
import { newInstallation } from "./server";

type WorkerFixtures = {
  /** The name of the installation. Specs with the same name share it, one after another. */
  installation: string;
  /** Settings of the own installation, which needs a name of its own then. */
  environment: Record<string, string>;
  /** A small demo installation with a server of its own, for specs that decide cases or change how they are reviewed. */
  own: Facts;
};

/** In a worker with this fixture, `facts()` and relative addresses mean the own installation. */
export const test = base.extend<object, WorkerFixtures>({
  installation: ["shared", { option: true, scope: "worker" }],
  environment: [{}, { option: true, scope: "worker" }],
  own: [
    async ({ browserName: _, installation: __, environment }, use) => {
      const own = await newInstallation();
      Object.assign(own.env, environment);
      try {
        await copySeed(process.env.E2E_SMALL ?? "", own);
        const { file, facts, stop } = await startSeeded(own);
        process.env.E2E_FACTS = file;
        await use(facts);
        await stop();
      } finally {
        await own.remove();
      }
    },
    { scope: "worker", auto: true, timeout: 180_000 },
  ],
  baseURL: async ({ own }, use) => use(own.baseUrl),
});
