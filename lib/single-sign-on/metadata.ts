import "server-only";
import { X509Certificate } from "node:crypto";
import { DOMParser } from "@xmldom/xmldom";
import { AppError } from "@/lib/platform/errors";
import { FetchError, guardedFetch } from "@/lib/platform/guarded-fetch";
import { checkUrl, OutboundError } from "@/lib/platform/outbound";
import { allowedProviders } from "@/lib/single-sign-on/load";

const mostCharacters = 300_000;
const mostCertificates = 5;
const md = "urn:oasis:names:tc:SAML:2.0:metadata";
const ds = "http://www.w3.org/2000/09/xmldsig#";
const redirect = "urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect";

/** What the metadata of a SAML identity provider says of it. */
export type SamlMetadata = {
  issuer: string;
  ssoUrl: string;
  endSessionUrl: string | null;
  endSessionReplyUrl: string | null;
  certificates: string[];
};

const refused = (message: string) =>
  new AppError("validation_error", message, { fields: [{ field: "metadata", message }] });

/**
 * Refuses XML that could make a parser work without end: too long, or with a document type, where entities are defined.
 * @throws Error in words
 */
export function requirePlainXml(xml: string): void {
  if (xml.length > mostCharacters) throw new Error(`The XML is longer than ${mostCharacters} characters.`);
  if (/<!(DOCTYPE|ENTITY)/i.test(xml))
    throw new Error("The XML contains a document type, which is not accepted.");
}

/**
 * Reads XML that passes {@link requirePlainXml}.
 * @returns its root
 * @throws Error in words
 */
export function parseXml(xml: string): Element {
  requirePlainXml(xml);
  const fail = (message: string) => {
    throw new Error(`The XML cannot be read: ${message.split("\n")[0]?.slice(0, 200)}`);
  };
  const errorHandler = { warning: () => undefined, error: fail, fatalError: fail };
  const root = new DOMParser({ locator: {}, errorHandler }).parseFromString(xml, "text/xml").documentElement;
  if (!root) throw new Error("The XML is empty.");
  return root;
}

const strong: readonly string[] = [
  "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256",
  "http://www.w3.org/2001/04/xmldsig-more#rsa-sha512",
  "http://www.w3.org/2007/05/xmldsig-more#sha256-rsa-MGF1",
  "http://www.w3.org/2001/04/xmlenc#sha256",
  "http://www.w3.org/2001/04/xmlenc#sha512",
];

/**
 * Refuses XML with a signature of an algorithm that is weak or not known. The library that verifies would accept SHA-1.
 * @throws Error in words
 */
export function requireStrongSignatures(root: Element): void {
  const named = ["SignatureMethod", "DigestMethod"].flatMap((name) => elements(root, ds, name));
  for (const each of named)
    if (!strong.includes(each.getAttribute("Algorithm") ?? ""))
      throw new Error(
        "The signature uses an algorithm that is not accepted. Use RSA with SHA-256 or SHA-512.",
      );
}

function parse(xml: string): Element {
  const root = parseXml(xml);
  if (root.namespaceURI !== md || root.localName !== "EntityDescriptor")
    throw new Error("This is not the metadata of one identity provider (EntityDescriptor).");
  return root;
}

const elements = (parent: Element, namespace: string, name: string): Element[] =>
  Array.from(parent.getElementsByTagNameNS(namespace, name));

/** Reads a certificate. @returns it as PEM; null when it has expired */
function certificateOf(text: string): string | null {
  const pem = `-----BEGIN CERTIFICATE-----\n${text.replaceAll(/\s+/g, "")}\n-----END CERTIFICATE-----`;
  let certificate: X509Certificate;
  try {
    certificate = new X509Certificate(pem);
  } catch {
    throw new Error("A signing certificate cannot be read.");
  }
  return new Date(certificate.validTo) > new Date() ? certificate.toString() : null;
}

/** Where the provider offers something by HTTP-Redirect: the address for requests, and that for answers if it is another. */
function addressesOf(provider: Element, name: string) {
  const service = elements(provider, md, name).find((each) => each.getAttribute("Binding") === redirect);
  const [url, replyUrl] = ["Location", "ResponseLocation"].map((each) => service?.getAttribute(each) || null);
  for (const each of [url, replyUrl]) if (each) checkUrl(each, allowedProviders());
  return { url: url ?? null, replyUrl: replyUrl ?? null };
}

function read(xml: string): SamlMetadata {
  const root = parse(xml);
  const issuer = root.getAttribute("entityID") ?? "";
  const [provider, another] = elements(root, md, "IDPSSODescriptor");
  if (!issuer || issuer.length > 500 || !provider || another)
    throw new Error("The metadata does not describe one identity provider (IDPSSODescriptor).");
  const { url: ssoUrl } = addressesOf(provider, "SingleSignOnService");
  if (!ssoUrl) throw new Error("The provider offers no sign-in by HTTP-Redirect.");
  const logout = addressesOf(provider, "SingleLogoutService");
  const given = elements(provider, md, "KeyDescriptor")
    .filter((key) => key.getAttribute("use") !== "encryption")
    .flatMap((key) => elements(key, ds, "X509Certificate"))
    .map((each) => certificateOf(each.textContent ?? ""));
  const certificates = [...new Set(given.filter((each) => each !== null))];
  if (certificates.length === 0)
    throw new Error("The provider names no signing certificate that is still valid.");
  if (certificates.length > mostCertificates)
    throw new Error(`The provider names more than ${mostCertificates} signing certificates.`);
  return {
    ...{ issuer, ssoUrl, certificates },
    endSessionUrl: logout.url,
    endSessionReplyUrl: logout.url && logout.replyUrl,
  };
}

/**
 * Reads the metadata of a SAML identity provider.
 * @param given the XML, or the address where it is
 * @throws AppError validation_error with the reason in words
 */
export async function readMetadata(given: string): Promise<SamlMetadata> {
  const text = given.trim();
  try {
    if (!/^https?:\/\//.test(text)) return read(text);
    checkUrl(text, allowedProviders());
    const answer = await guardedFetch(allowedProviders())(text);
    if (!answer.ok) throw new FetchError(`The address answered with HTTP status ${answer.status}.`);
    return read(await answer.text());
  } catch (error) {
    if (error instanceof OutboundError || error instanceof FetchError || error instanceof Error)
      throw refused(error.message);
    throw error;
  }
}
