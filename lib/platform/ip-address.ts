import { BlockList, isIP } from "node:net";

/**
 * Returns whether an address is in a list of addresses and CIDR blocks.
 * @param allowed an empty list allows every address
 */
export function isAddressAllowed(address: string | undefined, allowed: readonly string[]): boolean {
  if (allowed.length === 0) return true;
  const family = isIP(address ?? "");
  if (!address || !family) return false;
  const list = new BlockList();
  for (const entry of allowed) {
    const [network = "", bits] = entry.split("/");
    const type = isIP(network) === 6 ? "ipv6" : "ipv4";
    if (!isIP(network)) continue;
    if (bits === undefined) list.addAddress(network, type);
    else list.addSubnet(network, Number(bits), type);
  }
  return list.check(address, family === 6 ? "ipv6" : "ipv4");
}

/**
 * Returns the caller's address: the socket's, or the one that the trusted proxies in front of us wrote.
 * @param forwarded the X-Forwarded-For header; the caller controls the entries beyond the trusted hops
 */
export function clientAddress(
  socketAddress: string,
  forwarded: string | undefined,
  trustedHops: number,
): string {
  const claimed = (forwarded ?? "")
    .split(",")
    .map((part) => part.trim())
    .filter(Boolean);
  const chain = [...claimed, socketAddress];
  return (chain.at(-1 - trustedHops) ?? chain[0] ?? socketAddress).replace(/^::ffff:/, "");
}

/** Returns the eight groups of an IPv6 address in any notation; null for anything else. */
function groupsOf(address: string): number[] | null {
  if (isIP(address) !== 6) return null;
  // A dotted ending contains the last two groups: ::ffff:192.0.2.1
  const plain = address
    .replace(/%.*$/, "")
    .replace(/(\d+)\.(\d+)\.(\d+)\.(\d+)$/, (_, a, b, c, d) =>
      [Number(a) * 256 + Number(b), Number(c) * 256 + Number(d)].map((group) => group.toString(16)).join(":"),
    );
  const [head = "", tail] = plain.split("::");
  const before = head.split(":").filter(Boolean);
  const after = (tail ?? "").split(":").filter(Boolean);
  const gap = tail === undefined ? 0 : 8 - before.length - after.length;
  return [...before, ...Array<string>(gap).fill("0"), ...after].map((group) => Number.parseInt(group, 16));
}

/**
 * Returns the network that counts as one caller: an IPv4 address itself, or the first 64 bits of an IPv6 address,
 * which one household or office gets (RFC 6177). An IPv4 address inside an IPv6 one counts as IPv4.
 * @param bits a multiple of 16
 */
export function network(address = "unknown", bits = 64): string {
  const groups = groupsOf(address);
  if (!groups) return address;
  const isMapped = groups.slice(0, 5).every((group) => group === 0) && groups[5] === 0xffff;
  if (isMapped) {
    const [high = 0, low = 0] = groups.slice(6);
    return [high >> 8, high & 255, low >> 8, low & 255].join(".");
  }
  const kept = groups.slice(0, bits / 16).map((group) => group.toString(16));
  return `${kept.join(":")}::/${bits}`;
}
