import { describe, expect, it } from "vitest";
import { clientAddress, isAddressAllowed } from "@/lib/platform/ip-address";

describe("the caller's address", () => {
  it.each([
    ["is the socket's without proxies, whatever is claimed", "203.0.113.9, 10.0.0.1", 0, "192.0.2.1"],
    ["is what one trusted proxy saw", "203.0.113.9, 198.51.100.7", 1, "198.51.100.7"],
    ["is what the first of two trusted proxies saw", "6.6.6.6, 203.0.113.9, 198.51.100.7", 2, "203.0.113.9"],
    ["is the farthest known when fewer proxies spoke than are trusted", "203.0.113.9", 3, "203.0.113.9"],
    ["is the socket's when nothing was forwarded", undefined, 1, "192.0.2.1"],
  ])("%s", (_, forwarded, hops, expected) => {
    expect(clientAddress("::ffff:192.0.2.1", forwarded, hops)).toBe(expected);
  });
});

it.each([
  ["192.0.2.1", [], true],
  ["192.0.2.1", ["192.0.2.1"], true],
  ["192.0.2.1", ["192.0.2.0/24"], true],
  ["192.0.3.1", ["192.0.2.0/24"], false],
  ["2001:db8::5", ["2001:db8::/32"], true],
  ["192.0.2.1", ["nonsense"], false],
  ["nonsense", ["192.0.2.1"], false],
  [undefined, ["192.0.2.1"], false],
])("the address %s is in %j: %s", (address, allowed, expected) => {
  expect(isAddressAllowed(address, allowed)).toBe(expected);
});
