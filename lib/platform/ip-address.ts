import { BlockList, isIP } from "node:net";

/** Addresses that begin with the same bits; a single address is a block with all of its bits. */
export type AddressBlock = { network: string; bits: number; family: "ipv4" | "ipv6" };

/**
 * Reads an address or a CIDR block.
 * @returns null for anything else, also for an address with a zone and for an IPv4 address inside an IPv6 one
 */
export function readAddressBlock(text: string): AddressBlock | null {
  const [network = "", bits, ...rest] = text.split("/");
  const version = isIP(network);
  if (!version || rest.length > 0 || network.includes("%")) return null;
  const groups = groupsOf(network);
  if (groups && isMapped(groups)) return null;
  const most = version === 6 ? 128 : 32;
  if (bits !== undefined && !/^\d{1,3}$/.test(bits)) return null;
  const count = bits === undefined ? most : Number(bits);
  return count > most ? null : { network, bits: count, family: version === 6 ? "ipv6" : "ipv4" };
}

function listOf(blocks: readonly AddressBlock[]): BlockList {
  const list = new BlockList();
  for (const { network, bits, family } of blocks) list.addSubnet(network, bits, family);
  return list;
}

const readBlocks = (texts: readonly string[]) =>
  texts.map(readAddressBlock).filter((block) => block !== null);

/**
 * Returns whether an address is in a list of addresses and CIDR blocks. An entry that cannot be read allows nothing.
 * @param allowed an empty list allows every address
 */
export function isAddressAllowed(address: string | undefined, allowed: readonly string[]): boolean {
  if (allowed.length === 0) return true;
  const family = isIP(address ?? "");
  if (!address || !family) return false;
  return listOf(readBlocks(allowed)).check(address, family === 6 ? "ipv6" : "ipv4");
}

/** Returns whether one of the allowed blocks contains every address of this block. */
export function isBlockWithin(block: AddressBlock, allowed: readonly string[]): boolean {
  return readBlocks(allowed).some(
    (outer) =>
      outer.family === block.family &&
      outer.bits <= block.bits &&
      listOf([outer]).check(block.network, block.family),
  );
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

/** Returns whether an IPv6 address contains an IPv4 one: `::ffff:192.0.2.1`. */
const isMapped = (groups: readonly number[]) =>
  groups.slice(0, 5).every((group) => group === 0) && groups[5] === 0xffff;

/**
 * Returns the network that counts as one caller: an IPv4 address itself, or the first 64 bits of an IPv6 address,
 * which one household or office gets (RFC 6177). An IPv4 address inside an IPv6 one counts as IPv4.
 * @param bits a multiple of 16
 */
export function network(address = "unknown", bits = 64): string {
  const groups = groupsOf(address);
  if (!groups) return address;
  if (isMapped(groups)) {
    const [high = 0, low = 0] = groups.slice(6);
    return [high >> 8, high & 255, low >> 8, low & 255].join(".");
  }
  const kept = groups.slice(0, bits / 16).map((group) => group.toString(16));
  return `${kept.join(":")}::/${bits}`;
}
