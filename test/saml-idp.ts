import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import path from "node:path";
import { inflateRawSync } from "node:zlib";
import { SignedXml } from "xml-crypto";

const folder = path.join(import.meta.dirname, "fixtures/saml");
export const pem = (name: string) => readFileSync(path.join(folder, `${name}.pem`), "utf8");
const bodyOf = (name: string) => pem(`${name}.cert`).replaceAll(/-----[^-]+-----|\s/g, "");
export const id = () => `_${randomBytes(16).toString("hex")}`;
export const at = (seconds: number) => new Date(Date.now() + seconds * 1000).toISOString();

export const idpIssuer = "https://idp.acme.example/saml";
export const idpUrl = "https://idp.acme.example/sso";

/** The metadata of the provider, with these certificates. */
export const idpMetadata = (certificates: readonly string[] = ["one"], url = idpUrl, logout = "") =>
  `<?xml version="1.0"?><md:EntityDescriptor xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata" entityID="${idpIssuer}">
  <md:IDPSSODescriptor protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol">
  ${certificates
    .map(
      (name) =>
        `<md:KeyDescriptor use="signing"><ds:KeyInfo xmlns:ds="http://www.w3.org/2000/09/xmldsig#"><ds:X509Data>
        <ds:X509Certificate>${bodyOf(name)}</ds:X509Certificate></ds:X509Data></ds:KeyInfo></md:KeyDescriptor>`,
    )
    .join("")}
  ${logout}<md:SingleSignOnService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect" Location="${url}"/>
  </md:IDPSSODescriptor></md:EntityDescriptor>`;

export type SamlRequest = { id: string; acs: string; issuer: string };

/** Reads the request with which a browser came. */
export function readRequest(location: string): SamlRequest {
  const encoded = new URL(location).searchParams.get("SAMLRequest") ?? "";
  const xml = inflateRawSync(Buffer.from(encoded, "base64")).toString();
  const attribute = (name: string) => new RegExp(`\\b${name}="([^"]*)"`).exec(xml)?.[1] ?? "";
  const issuer = /<(?:\w+:)?Issuer[^>]*>([^<]*)</.exec(xml)?.[1] ?? "";
  return { id: attribute("ID"), acs: attribute("AssertionConsumerServiceURL"), issuer };
}

/** What is said of the person, and what is done wrong. */
export type Said = {
  nameId?: string;
  format?: string;
  attributes?: Record<string, string | string[]>;
  issuer?: string;
  audience?: string | null;
  recipient?: string;
  inResponseTo?: string | null;
  notOnOrAfter?: number;
  issuedAt?: number;
  key?: string;
  algorithm?: "withComments" | "sha1";
  sessionIndex?: string;
};

/** An assertion, not yet signed. */
export function assertionFor(request: SamlRequest, said: Said = {}): string {
  const { nameId = "person-1", attributes = {}, notOnOrAfter = 120, issuedAt = 0 } = said;
  const inResponseTo = said.inResponseTo === null ? "" : ` InResponseTo="${said.inResponseTo ?? request.id}"`;
  const audience =
    said.audience === null
      ? ""
      : `<a:AudienceRestriction><a:Audience>${said.audience ?? request.issuer}</a:Audience></a:AudienceRestriction>`;
  const values = Object.entries(attributes).map(
    ([name, value]) =>
      `<a:Attribute Name="${name}">${[value]
        .flat()
        .map((each) => `<a:AttributeValue>${each}</a:AttributeValue>`)
        .join("")}</a:Attribute>`,
  );
  return `<a:Assertion xmlns:a="urn:oasis:names:tc:SAML:2.0:assertion" ID="${id()}" Version="2.0" IssueInstant="${at(issuedAt)}"><a:Issuer>${said.issuer ?? idpIssuer}</a:Issuer><a:Subject><a:NameID Format="${said.format ?? "urn:oasis:names:tc:SAML:2.0:nameid-format:persistent"}">${nameId}</a:NameID><a:SubjectConfirmation Method="urn:oasis:names:tc:SAML:2.0:cm:bearer"><a:SubjectConfirmationData Recipient="${said.recipient ?? request.acs}" NotOnOrAfter="${at(notOnOrAfter)}"${inResponseTo}/></a:SubjectConfirmation></a:Subject><a:Conditions NotBefore="${at(-60)}" NotOnOrAfter="${at(notOnOrAfter)}">${audience}</a:Conditions><a:AuthnStatement AuthnInstant="${at(0)}"${said.sessionIndex ? ` SessionIndex="${said.sessionIndex}"` : ""}><a:AuthnContext><a:AuthnContextClassRef>urn:oasis:names:tc:SAML:2.0:ac:classes:Password</a:AuthnContextClassRef></a:AuthnContext></a:AuthnStatement><a:AttributeStatement>${values.join("")}</a:AttributeStatement></a:Assertion>`;
}

/** Signs the element with this local name. */
export function signedXml(xml: string, { key = "one", algorithm }: Said = {}, element = "Assertion"): string {
  const exclusive = "http://www.w3.org/2001/10/xml-exc-c14n#";
  const canonical = algorithm === "withComments" ? `${exclusive}WithComments` : exclusive;
  const signer = new SignedXml({
    privateKey: pem(`${key}.key`),
    signatureAlgorithm:
      algorithm === "sha1"
        ? "http://www.w3.org/2000/09/xmldsig#rsa-sha1"
        : "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256",
    canonicalizationAlgorithm: canonical,
  });
  const path = `//*[local-name(.)='${element}']`;
  signer.addReference({
    xpath: path,
    digestAlgorithm: "http://www.w3.org/2001/04/xmlenc#sha256",
    transforms: ["http://www.w3.org/2000/09/xmldsig#enveloped-signature", canonical],
  });
  const after = { reference: `${path}/*[local-name(.)='Issuer']`, action: "after" as const };
  signer.computeSignature(xml, { location: after });
  return signer.getSignedXml();
}

/** A response around assertions, and whatever else. */
export const responseWith = (request: SamlRequest, content: string) =>
  `<p:Response xmlns:p="urn:oasis:names:tc:SAML:2.0:protocol" ID="${id()}" Version="2.0" IssueInstant="${at(0)}" Destination="${request.acs}" InResponseTo="${request.id}"><a:Issuer xmlns:a="urn:oasis:names:tc:SAML:2.0:assertion">${idpIssuer}</a:Issuer><p:Status><p:StatusCode Value="urn:oasis:names:tc:SAML:2.0:status:Success"/></p:Status>${content}</p:Response>`;

/** The response of a provider that signs its assertion. */
export const respond = (request: SamlRequest, said: Said = {}) =>
  responseWith(request, signedXml(assertionFor(request, said), said));

export const encoded = (xml: string) => Buffer.from(xml).toString("base64");
