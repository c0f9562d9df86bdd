import "server-only";
import { type Actor, authorize } from "@/lib/actor/actor";
import type { Bundle } from "@/lib/contract/bundle";
import { bringIn, type ImportOptions } from "@/lib/imports/session";
import type { ImportOutcome } from "@/lib/imports/verdict";

/**
 * Brings in one session, all of it or nothing. Repeating it changes nothing; a bundle that is newer than what was
 * imported replaces it, and keeps images that it does not bring itself; anything that happened here in between makes
 * it a conflict.
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
