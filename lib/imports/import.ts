import "server-only";
import { type Actor, authorize } from "@/lib/actor/actor";
import type { Bundle } from "@/lib/contract/bundle";
import { type BundleFault, readBundle } from "@/lib/contract/bundle-reader";
import type { ImportDto } from "@/lib/imports/answer";
import { bringIn, type ImportOptions } from "@/lib/imports/session";
import type { ImportOutcome } from "@/lib/imports/verdict";
import { AppError } from "@/lib/platform/errors";

/**
 * Imports one session, completely or not at all. Repeating it changes nothing. A newer bundle replaces the session
 * and keeps images that it does not contain. A change made here in between is a conflict.
 * @throws AppError validation_error for an image that cannot be used, or a bundle of the other environment
 */
export async function importBundle(
  actor: Actor,
  bundle: Bundle,
  options: ImportOptions,
): Promise<ImportOutcome> {
  authorize(actor, "sessions:import");
  return bringIn(actor, bundle, options);
}

const toField = ({ path, expected, found }: BundleFault) => ({
  field: path,
  message: `expected ${expected}, found ${found}`,
});

/**
 * Imports one session that was sent over HTTP, as {@link importBundle} does.
 * @param sent.bundles the bytes of the bundle's JSON; there must be one
 * @param sent.imagesOf returns the images that were sent under a `download_url` of the bundle
 * @throws AppError bad_request without a bundle or with several; validation_error naming every fault of the bundle, or the image that cannot be used; conflict when
 * the session was changed here, was redacted, or is newer
 */
export async function importSession(
  actor: Actor,
  sent: { bundles: readonly Uint8Array[]; imagesOf: (downloadUrl: string) => readonly Uint8Array[] },
): Promise<ImportDto> {
  authorize(actor, "sessions:import");
  const [given, ...more] = sent.bundles;
  if (!given || more.length > 0)
    throw new AppError("bad_request", "The form must have one part with the name bundle.");
  const { bundle, faults, ...read } = readBundle(given);
  if (!bundle) {
    const fields = faults.map(toField);
    const [first] = fields;
    throw new AppError("validation_error", `${first?.field}: ${first?.message}`, { fields });
  }
  const answer = await bringIn(actor, bundle, {
    source: "api",
    readImage: async (downloadUrl) => {
      const [image = null, ...others] = sent.imagesOf(downloadUrl);
      if (others.length > 0)
        throw new AppError("bad_request", "Two images were sent for one document; send one.");
      return image;
    },
  });
  if (answer.outcome === "conflict")
    throw new AppError("conflict", `Nothing was imported: ${answer.reason}.`);
  const aside = "aside" in read ? read.aside : [];
  return { sessionId: bundle.session.id, ...answer, setAside: aside.map(toField) };
}
