import { seed, startSeeded } from "./seeded";
import { newInstallation } from "./server";

/** So many sessions that there are cases of every status, two of them with open screening hits. */
const few = 90;

/**
 * Seeds two installations and starts the production server on the first. The second is small: specs that need an
 * installation of their own get a copy of it.
 */
export default async function globalSetup(): Promise<() => Promise<void>> {
  const shared = await newInstallation();
  const small = await newInstallation();
  const remove = () => Promise.all([shared.remove(), small.remove()]);
  try {
    await Promise.all([seed(shared), seed(small, few)]);
    const { file, stop } = await startSeeded(shared);
    Object.assign(process.env, {
      E2E_FACTS: file,
      E2E_BASE_URL: shared.baseUrl,
      E2E_SMALL: small.folder,
    });
    return async () => {
      await stop();
      await remove();
    };
  } catch (error) {
    await remove();
    throw error;
  }
}
