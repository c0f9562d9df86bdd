import { BlockList, isIP } from "node:net";

/**
 * Whether an address is in a list of addresses and CIDR blocks.
 * @param allowed empty means every address is
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
 * The caller's address: the socket's, or what the given number of trusted proxies in front of us wrote.
 * @param forwarded the X-Forwarded-For header; entries beyond the trusted hops are the caller's own claim
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
