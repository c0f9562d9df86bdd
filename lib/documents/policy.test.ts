import { expect, it } from "vitest";
import { documentExpiry } from "@/lib/documents/policy";

const now = new Date("2026-11-14T23:30:00Z");

it.each([
  ["2032-04-20", "valid", "5 y 5 m left"],
  ["2027-11-14", "valid", "1 y left"],
  ["2027-02-20", "valid", "3 m left"],
  ["2026-12-15", "valid", "1 m left"],
  ["2026-12-14", "expires_soon", "1 m left"],
  ["2026-12-13", "expires_soon", "29 days left"],
  ["2026-11-15", "expires_soon", "1 day left"],
  ["2026-11-14", "expires_soon", "expires today"],
  ["2026-11-13", "expired", "expired 1 day ago"],
  ["2024-09-14", "expired", "expired 2 y 2 m ago"],
  ["2031-02-28T00:00:00Z", "valid", "4 y 3 m left"],
  ["20 APR/AVR 2032", "valid", "5 y 5 m left"],
  ["20.04.32", "valid", "5 y 5 m left"],
  ["200415", "expired", "expired 6 y 6 m ago"],
  ["05/04/2020", "expired", "expired 6 y 7 m ago"],
  ["12/11/2026", "unreadable", "ambiguous date"],
  ["2026-11", "expires_soon", "16 days left"],
  ["9999-12-31", "no_expiry", "does not expire"],
  ["31.12.9999", "no_expiry", "does not expire"],
  ["99999999", "no_expiry", "does not expire"],
  ["<<<<<<", "no_expiry", "does not expire"],
  ["990101", "unreadable", "ambiguous date"],
  ["2570-10-11", "unreadable", "over 100 y ahead"],
  ["soon", "unreadable", "could not be read"],
  ["2031-99-99", "unreadable", "could not be read"],
  [null, "unknown", "no expiry date"],
] as const)("a document until %s is %s: %s", (date, state, detail) => {
  expect(documentExpiry(date, now)).toEqual({ state, detail });
});
