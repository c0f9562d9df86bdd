import "server-only";
import { createVerify, X509Certificate } from "node:crypto";
import { promisify } from "node:util";
import { inflateRaw } from "node:zlib";
import { clientOf } from "@/lib/auth/sso-saml";
import { logoutUrlOf } from "@/lib/single-sign-on/dto";
import type { ConnectionRow } from "@/lib/single-sign-on/load";
import { parseXml, requireStrongSignatures } from "@/lib/single-sign-on/metadata";

const inflate = promisify(inflateRaw);
const mostBytes = 100_000;
const protocol = "urn:oasis:names:tc:SAML:2.0:protocol";
const assertion = "urn:oasis:names:tc:SAML:2.0:assertion";
const success = "urn:oasis:names:tc:SAML:2.0:status:Success";
const clockSkewMs = 30_000;
/** A request to sign out is for the moment, like an assertion. */
const oldestMs = 5 * 60_000;

/** What came by a browser: by HTTP-Redirect in the query, by HTTP-POST in the form. */
export type Arrived = { query: string } | { form: string };
export type Message = { kind: "SAMLRequest" | "SAMLResponse"; root: Element; relayState: string | null };

/** The signatures that are accepted. Those with SHA-1 and DSA are not. */
const algorithms: Record<string, { hash: string; type: string }> = {
  "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256": { hash: "sha256", type: "rsa" },
  "http://www.w3.org/2001/04/xmldsig-more#rsa-sha384": { hash: "sha384", type: "rsa" },
  "http://www.w3.org/2001/04/xmldsig-more#rsa-sha512": { hash: "sha512", type: "rsa" },
  "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256": { hash: "sha256", type: "ec" },
  "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha384": { hash: "sha384", type: "ec" },
  "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha512": { hash: "sha512", type: "ec" },
};

const names = ["SAMLRequest", "SAMLResponse", "RelayState", "SigAlg", "Signature"] as const;
type Name = (typeof names)[number];

/**
 * Reads the parameters as they were sent, because the signature covers their encoded form (SAML 2.0 bindings,
 * §3.4.4.1).
 */
function sentParams(query: string): Partial<Record<Name, string>> {
  const found: Partial<Record<Name, string>> = {};
  for (const part of query.replace(/^\?/, "").split("&")) {
    const at = part.indexOf("=");
    const name = names.find((each) => each === part.slice(0, at));
    if (!name) continue;
    if (found[name] !== undefined) throw new Error(`The address contains ${name} twice.`);
    found[name] = part.slice(at + 1);
  }
  return found;
}

/** The one message that is there, by its name. */
function kindOf(given: { SAMLRequest?: unknown; SAMLResponse?: unknown }): Message["kind"] {
  if (Boolean(given.SAMLRequest) === Boolean(given.SAMLResponse))
    throw new Error("There is not exactly one SAML message.");
  return given.SAMLRequest ? "SAMLRequest" : "SAMLResponse";
}

function isSigned(row: ConnectionRow, sent: Partial<Record<Name, string>>, kind: Message["kind"]): boolean {
  const { SigAlg: given, Signature: signature } = sent;
  const algorithm = algorithms[decodeURIComponent(given ?? "")];
  if (!signature || !algorithm) return false;
  const covered = ([kind, "RelayState", "SigAlg"] as const)
    .filter((name) => sent[name] !== undefined)
    .map((name) => `${name}=${sent[name]}`)
    .join("&");
  return row.certificates.some((pem) => {
    const { publicKey } = new X509Certificate(pem);
    if (publicKey.asymmetricKeyType !== algorithm.type) return false;
    const key = { key: publicKey, dsaEncoding: "ieee-p1363" as const };
    return createVerify(algorithm.hash)
      .update(covered)
      .verify(key, Buffer.from(decodeURIComponent(signature), "base64"));
  });
}

/** Reads a message of the binding HTTP-Redirect. The library accepts one without a signature, so it is checked here. */
async function readRedirect(row: ConnectionRow, query: string): Promise<Message> {
  const sent = sentParams(query);
  const kind = kindOf(sent);
  if (!isSigned(row, sent, kind)) throw new Error("No certificate of the connection has signed the message.");
  const deflated = Buffer.from(decodeURIComponent(sent[kind] ?? ""), "base64");
  const xml = await inflate(deflated, { maxOutputLength: mostBytes });
  const relayState = sent.RelayState && decodeURIComponent(sent.RelayState.replaceAll("+", " "));
  return { kind, root: parseXml(xml.toString("utf8")), relayState: relayState ?? null };
}

/** Reads a message of the binding HTTP-POST, whose signature is in the XML. */
async function readPost(row: ConnectionRow, form: string): Promise<Message> {
  const given = new URLSearchParams(form);
  const [request, response] = [given.get("SAMLRequest"), given.get("SAMLResponse")];
  const kind = kindOf({ SAMLRequest: request, SAMLResponse: response });
  const encoded = request || response || "";
  if (encoded.length > mostBytes) throw new Error("The message is too long.");
  const root = parseXml(Buffer.from(encoded, "base64").toString("utf8"));
  requireStrongSignatures(root);
  const client = clientOf(row, "_");
  if (request) await client.validatePostRequestAsync({ SAMLRequest: request });
  else await client.validatePostResponseAsync({ SAMLResponse: encoded });
  return { kind, root, relayState: given.get("RelayState") };
}

/**
 * Reads a message that a browser brought from the provider of a connection.
 * @throws Error with the reason in words when no certificate of the connection has signed it, or it cannot be read
 */
export const readMessage = (row: ConnectionRow, arrived: Arrived): Promise<Message> =>
  "query" in arrived ? readRedirect(row, arrived.query) : readPost(row, arrived.form);

const childrenOf = (parent: Element, namespace: string, name: string): Element[] =>
  Array.from(parent.childNodes).filter(
    (each): each is Element =>
      each.nodeType === 1 &&
      (each as Element).namespaceURI === namespace &&
      (each as Element).localName === name,
  );
const textsOf = (parent: Element, namespace: string, name: string): string[] =>
  childrenOf(parent, namespace, name).map((each) => each.textContent?.trim() ?? "");

/** Checks that a message is of this kind, of the provider, for this side, and of now. */
function requireOurs(row: ConnectionRow, root: Element, name: string): void {
  if (root.namespaceURI !== protocol || root.localName !== name) throw new Error(`This is no ${name}.`);
  const [issuer, another] = textsOf(root, assertion, "Issuer");
  if (issuer !== row.issuer || another !== undefined) throw new Error("Another issuer made the message.");
  if (root.getAttribute("Destination") !== logoutUrlOf(row.id))
    throw new Error("The message is for another address.");
  const age = Date.now() - new Date(root.getAttribute("IssueInstant") ?? "").getTime();
  if (!(age < oldestMs + clockSkewMs && age > -clockSkewMs)) throw new Error("The message is not of now.");
}

/** Whom the provider has signed out. Without an index, every sign-in of that name. */
export type LogoutRequest = { id: string; nameId: string; sessionIndexes: string[]; expiresAt: Date };

/**
 * Reads a request to sign out (SAML 2.0 core, §3.7.1).
 * @throws Error with the reason in words
 */
export function readLogoutRequest(row: ConnectionRow, root: Element): LogoutRequest {
  requireOurs(row, root, "LogoutRequest");
  const id = root.getAttribute("ID") ?? "";
  const [nameId, another] = textsOf(root, assertion, "NameID");
  if (!id || id.length > 250 || !nameId || another !== undefined)
    throw new Error("The request does not contain an ID and exactly one NameID that is not encrypted.");
  const until = root.getAttribute("NotOnOrAfter");
  if (until && !(new Date(until).getTime() + clockSkewMs > Date.now()))
    throw new Error("The request has expired.");
  const sessionIndexes = textsOf(root, protocol, "SessionIndex");
  return { id, nameId, sessionIndexes, expiresAt: new Date(Date.now() + oldestMs + 2 * clockSkewMs) };
}

/**
 * Reads the answer to a request to sign out (SAML 2.0 core, §3.7.2).
 * @returns whether the provider says that it has signed the person out everywhere
 * @throws Error with the reason in words
 */
export function readLogoutResponse(row: ConnectionRow, root: Element): boolean {
  requireOurs(row, root, "LogoutResponse");
  const [status] = childrenOf(root, protocol, "Status");
  const [code] = status ? childrenOf(status, protocol, "StatusCode") : [];
  return code?.getAttribute("Value") === success;
}
