import { TypeID } from "typeid-js";
import type { Random } from "./random";

/** The identifier prefixes that appear in a bundle. */
export type IdPrefix = "ses" | "rvc" | "doc" | "schk" | "hit" | "note" | "whd" | "rev" | "dev";

/**
 * A TypeID whose 26-character suffix encodes a UUIDv7 layout: 48 bits of time, then bits from the generator,
 * so identifiers sort by creation time and are the same for the same seed.
 */
export function createId(prefix: IdPrefix, at: Date, random: Random): string {
  const bytes = new Uint8Array(16);
  let millis = at.getTime();
  for (let index = 5; index >= 0; index -= 1) {
    bytes[index] = millis % 256;
    millis = Math.floor(millis / 256);
  }
  for (let index = 6; index < 16; index += 1) {
    bytes[index] = random.int(0, 255);
  }
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x70;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  return TypeID.fromUUIDBytes(prefix, bytes).toString();
}
