import { z } from "zod";

/** Returns whether a text is the name of an IANA time zone, such as Europe/Berlin. */
export function isTimeZone(name: string): boolean {
  try {
    return Boolean(new Intl.DateTimeFormat("en", { timeZone: name }));
  } catch {
    return false;
  }
}

/** The name of an IANA time zone, as somebody sets it. */
export const timeZoneName = z
  .string()
  .max(64)
  .refine(isTimeZone, "must be an IANA time zone such as Europe/Berlin");
