import { describe, expect, it } from "vitest";
import { clientAddress, isAddressAllowed, isBlockWithin, readAddressBlock } from "@/lib/platform/ip-address";

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
  ["192.0.2.1", ["192.0.2.1/"], false],
  ["192.0.2.1", ["192.0.2.0/99", "192.0.2.1"], true],
  ["nonsense", ["192.0.2.1"], false],
  [undefined, ["192.0.2.1"], false],
])("the address %s is in %j: %s", (address, allowed, expected) => {
  expect(isAddressAllowed(address, allowed)).toBe(expected);
});

it.each([
  ["192.0.2.1", { network: "192.0.2.1", bits: 32, family: "ipv4" }],
  ["10.0.0.0/8", { network: "10.0.0.0", bits: 8, family: "ipv4" }],
  ["2001:db8::/32", { network: "2001:db8::", bits: 32, family: "ipv6" }],
  ["::1", { network: "::1", bits: 128, family: "ipv6" }],
  ["192.0.2.0/33", null],
  ["192.0.2.0/", null],
  ["192.0.2.0/-1", null],
  ["192.0.2.0/8/8", null],
  ["2001:db8::/129", null],
  ["fe80::1%eth0", null],
  ["::ffff:192.0.2.1", null],
  ["192.0.2", null],
  ["", null],
])("the block %j is read as %j", (text, expected) => {
  expect(readAddressBlock(text)).toEqual(expected);
});

it.each([
  ["192.0.2.1", ["192.0.2.0/24"], true],
  ["192.0.2.128/25", ["192.0.2.0/24"], true],
  ["192.0.2.0/24", ["192.0.2.0/24"], true],
  ["192.0.2.0/23", ["192.0.2.0/24"], false],
  ["198.51.100.1", ["192.0.2.0/24"], false],
  ["2001:db8:1::/48", ["192.0.2.0/24", "2001:db8::/32"], true],
  ["::/0", ["0.0.0.0/0"], false],
])("the block %s is within %j: %s", (text, allowed, expected) => {
  const block = readAddressBlock(text);
  expect(block && isBlockWithin(block, allowed)).toBe(expected);
});
