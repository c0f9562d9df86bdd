import { lookup as resolve } from "node:dns";
import { BlockList, isIP, type LookupFunction } from "node:net";

/** Why a URL or an address is refused, or an exchange failed. */
export class OutboundError extends Error {
  override name = "OutboundError";
  constructor(
    readonly code: "address_not_allowed" | "name_not_found",
    message: string,
  ) {
    super(message);
  }
}

/** What an operator allows beyond https to public addresses. */
export type Allowed = { http: boolean; networks: readonly string[] };

/** The IPv4 networks that are not public (IANA IPv4 Special-Purpose Address Registry), and Azure's own address. */
const reserved4 = [
  ...["0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12"],
  ...["192.0.0.0/24", "192.0.2.0/24", "192.31.196.0/24", "192.52.193.0/24", "192.88.99.0/24"],
  ...["192.168.0.0/16", "192.175.48.0/24", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24"],
  ...["224.0.0.0/4", "240.0.0.0/4", "168.63.129.16/32"],
];

/** What is not public within 2000::/3: Teredo and others, documentation, 6to4, AS112, the old 6bone. */
const reserved6 = ["2001::/23", "2001:db8::/32", "2002::/16", "2620:4f:8000::/48", "3ffe::/16", "3fff::/20"];

function listOf(networks: readonly string[]): BlockList {
  const list = new BlockList();
  for (const entry of networks) {
    const [address = "", bits] = entry.split("/");
    const family = isIP(address) === 6 ? "ipv6" : "ipv4";
    list.addSubnet(address, Number(bits ?? (family === "ipv6" ? 128 : 32)), family);
  }
  return list;
}

const global6 = listOf(["2000::/3"]);
const nowhere4 = listOf(reserved4);
const nowhere6 = listOf(reserved6);

/** Whether the last 64 bits of an IPv6 address are those of ISATAP, which carries an IPv4 address (RFC 5214). */
const isIsatap = (address: string) =>
  /(^|:)(0|200)?:?5efe:[^:]+:[^:]+$/i.test(address) || /5efe:\d+\./i.test(address);

/** Returns whether an address belongs to the public internet. An IPv6 address that carries an IPv4 one never does. */
export function isPublic(address: string): boolean {
  const family = isIP(address);
  if (family === 4) return !nowhere4.check(address, "ipv4");
  if (family !== 6 || address.includes("%")) return false;
  return global6.check(address, "ipv6") && !nowhere6.check(address, "ipv6") && !isIsatap(address);
}

function isAllowed(address: string, networks: readonly string[]): boolean {
  if (isPublic(address)) return true;
  const family = isIP(address);
  if (!family || address.includes("%") || networks.length === 0) return false;
  return listOf(networks).check(address, family === 6 ? "ipv6" : "ipv4");
}

const refuse = (message: string) => new OutboundError("address_not_allowed", message);

/** Names that resolve only within a machine or a network (RFC 6761, RFC 8375, and what clouds use). */
const innerName = /(^|\.)(localhost|local|localdomain|internal|intranet|lan|home\.arpa|corp|private)$/;

/**
 * Checks a URL before a request to it is made. It must be https to a public host, spelled as it is read: numbers in
 * other notations, hidden characters, a user or a password are refused. Ports below 1024 belong to other protocols,
 * except those of HTTP.
 * @throws OutboundError
 */
export function checkUrl(text: string, allowed: Allowed): URL {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the parser would silently drop these.
  if (/[\u0000-\u0020\u007f\\]/.test(text))
    throw refuse("The URL contains spaces, control characters or backslashes.");
  const url = URL.parse(text);
  if (!url?.hostname) throw refuse("This is not a URL.");
  if (url.protocol !== "https:" && !(allowed.http && url.protocol === "http:"))
    throw refuse(`The URL must begin with https:// and not ${url.protocol}`);
  const [, authority = ""] = /^[a-z]+:\/\/([^/?#]*)/i.exec(text) ?? [];
  if (!authority) throw refuse("The URL must begin with https:// and a host.");
  if (authority.includes("@")) throw refuse("The URL contains a user or a password.");
  const usual = url.protocol === "https:" ? "443" : "80";
  const port = Number(url.port || usual);
  if (port < 1024 && String(port) !== usual) throw refuse(`Port ${port} is not a port of HTTP.`);
  checkHost(url, authority, allowed);
  return url;
}

function checkHost({ hostname }: URL, authority: string, { networks }: Allowed): void {
  const host = hostname.replace(/^\[(.*)\]$/, "$1");
  if (isIP(host)) {
    const isPlain = isIP(host) === 6 || authority.replace(/:\d*$/, "") === host;
    if (!isPlain) throw refuse("Write the address as four decimal numbers.");
    if (!isAllowed(host, networks)) throw refuse(`${host} is not a public address.`);
    return;
  }
  if (networks.length > 0) return;
  if (hostname.endsWith(".") || !hostname.includes(".") || innerName.test(hostname))
    throw refuse(`${hostname} is not a public name.`);
}

/**
 * Returns a lookup for a socket that resolves a name and refuses it when any of its addresses is not allowed. The socket
 * connects to the very addresses that were checked, so a second answer of the name server changes nothing.
 */
export function guardedLookup({ networks }: Allowed, lookup: typeof resolve = resolve): LookupFunction {
  return (hostname, options, done) => {
    lookup(hostname, { ...options, all: true }, (error, addresses) => {
      if (error) return done(new OutboundError("name_not_found", `${hostname} has no address.`), "");
      const wrong = addresses.find(({ address }) => !isAllowed(address, networks));
      const [first] = addresses;
      if (wrong)
        return done(refuse(`${hostname} leads to ${wrong.address}, which is not a public address.`), "");
      if (!first) return done(new OutboundError("name_not_found", `${hostname} has no address.`), "");
      if (options.all) return done(null, addresses);
      return done(null, first.address, first.family);
    });
  };
}
