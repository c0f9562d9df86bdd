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
  ["soon", "unknown", "no readable expiry date"],
  ["2031-99-99", "unknown", "no readable expiry date"],
  [null, "unknown", "no expiry date"],
  [undefined, "unknown", "no expiry date"],
] as const)("a document until %s is %s: %s", (date, state, detail) => {
  expect(documentExpiry(date, now)).toEqual({ state, detail });
});
