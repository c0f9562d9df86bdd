import { newId } from "@/lib/platform/id";

/**
 * The forms of a request id that is taken from a caller: our own, a UUID, 32 hexadecimal digits and a ULID, which is
 * what proxies make. Free text is not taken, because it could name a person.
 */
const forms = [
  /^req_[0-7][0-9a-hjkmnp-tv-z]{25}$/,
  /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i,
  /^[0-9a-f]{32}$/i,
  /^[0-7][0-9A-HJKMNP-TV-Z]{25}$/,
];

/** Returns the request id that a caller or a proxy sent, if it has one of the known forms; otherwise a new one. */
export function requestIdOf(sent: string | string[] | null | undefined): string {
  if (typeof sent === "string" && forms.some((form) => form.test(sent))) return sent;
  return newId("req");
}
