import { seed, startSeeded } from "./seeded";
import { newInstallation } from "./server";

/** Enough for cases of every status, two of them with open screening hits. */
const few = 90;

/**
 * Seeds two installations, starts the production server on the first, and tells the tests where it is. The second, a
 * small one, is copied for the specs that want one of their own.
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
