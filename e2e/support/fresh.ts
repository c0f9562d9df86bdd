import { test as base } from "../fixtures";
import { newInstallation, startServer } from "./server";

export type Fresh = {
  baseUrl: string;
  /** The one-time link for the first account, as the server printed it. */
  link: string;
};

type WorkerFixtures = {
  /** Settings of the installation. */
  environment: Record<string, string>;
  /** An installation without accounts, with a server of its own. */
  fresh: Fresh;
};

export const test = base.extend<object, WorkerFixtures>({
  environment: [{}, { option: true, scope: "worker" }],
  fresh: [
    async ({ browserName: _, environment }, use) => {
      const installation = await newInstallation();
      Object.assign(installation.env, environment);
      try {
        const server = await startServer(installation);
        const { baseUrl } = installation;
        const link = server.said().match(/\S+\/welcome\?token=\S+/)?.[0] ?? "";
        await use({ baseUrl, link });
        await server.stop();
      } finally {
        await installation.remove();
      }
    },
    { scope: "worker", timeout: 120_000 },
  ],
});
