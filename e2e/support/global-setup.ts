import { startSeeded } from "./seeded";
import { newInstallation } from "./server";

/** Seeds an installation of its own, starts the production server on it, and tells the tests where. */
export default async function globalSetup(): Promise<() => Promise<void>> {
  const installation = await newInstallation();
  const { baseUrl, remove } = installation;
  try {
    const { file, stop } = await startSeeded(installation);
    Object.assign(process.env, { E2E_FACTS: file, E2E_BASE_URL: baseUrl });
    return async () => {
      await stop();
      await remove();
    };
  } catch (error) {
    await remove();
    throw error;
  }
}
