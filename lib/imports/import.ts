import "server-only";
import { type Actor, authorize } from "@/lib/actor/actor";
import type { Bundle } from "@/lib/contract/bundle";
import { bringIn, type ImportOptions } from "@/lib/imports/session";
import type { ImportOutcome } from "@/lib/imports/verdict";

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
