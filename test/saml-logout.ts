import { createSign, createVerify, X509Certificate } from "node:crypto";
import { deflateRawSync, inflateRawSync } from "node:zlib";
import { at, id, idpIssuer, pem } from "@/test/saml-idp";

export const idpLogoutUrl = "https://idp.acme.example/logout";
const rsaSha256 = "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256";

/** The part of the provider's metadata that offers single logout. */
export const logoutService = (url = idpLogoutUrl, replyUrl?: string) =>
  `<md:SingleLogoutService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect" Location="${url}"${
    replyUrl ? ` ResponseLocation="${replyUrl}"` : ""
  }/>`;

const issuerXml = (issuer: string) =>
  `<a:Issuer xmlns:a="urn:oasis:names:tc:SAML:2.0:assertion">${issuer}</a:Issuer>`;

/** What a request of the provider says, and what is done wrong. */
export type Wrong = {
  issuer?: string;
  destination?: string;
  issuedAt?: number;
  notOnOrAfter?: number;
  id?: string;
  inner?: string;
};

/** The provider's request to sign a person out. */
export function logoutRequest(to: string, nameId: string, indexes: string[] = [], wrong: Wrong = {}): string {
  const until = wrong.notOnOrAfter === undefined ? "" : ` NotOnOrAfter="${at(wrong.notOnOrAfter)}"`;
  const sessions = indexes.map((each) => `<p:SessionIndex>${each}</p:SessionIndex>`).join("");
  return `<p:LogoutRequest xmlns:p="urn:oasis:names:tc:SAML:2.0:protocol" ID="${wrong.id ?? id()}" Version="2.0" IssueInstant="${at(wrong.issuedAt ?? 0)}" Destination="${wrong.destination ?? to}"${until}>${issuerXml(wrong.issuer ?? idpIssuer)}${wrong.inner ?? `<a:NameID xmlns:a="urn:oasis:names:tc:SAML:2.0:assertion">${nameId}</a:NameID>`}${sessions}</p:LogoutRequest>`;
}

/** The provider's answer to a request to sign out. */
export const logoutResponse = (to: string, inResponseTo: string, status = "Success", wrong: Wrong = {}) =>
  `<p:LogoutResponse xmlns:p="urn:oasis:names:tc:SAML:2.0:protocol" ID="${id()}" Version="2.0" IssueInstant="${at(wrong.issuedAt ?? 0)}" Destination="${wrong.destination ?? to}" InResponseTo="${inResponseTo}">${issuerXml(wrong.issuer ?? idpIssuer)}<p:Status><p:StatusCode Value="urn:oasis:names:tc:SAML:2.0:status:${status}"/></p:Status></p:LogoutResponse>`;

/** Puts a message into a query, signed as the binding HTTP-Redirect says. */
export function signedQuery(
  kind: "SAMLRequest" | "SAMLResponse",
  xml: string,
  { key = "one", relayState }: { key?: string; relayState?: string } = {},
): string {
  const parts = [
    [kind, deflateRawSync(xml).toString("base64")],
    ...(relayState === undefined ? [] : [["RelayState", relayState]]),
    ["SigAlg", rsaSha256],
  ];
  const covered = parts.map(([name, value = ""]) => `${name}=${encodeURIComponent(value)}`).join("&");
  const signature = createSign("sha256")
    .update(covered)
    .sign(pem(`${key}.key`), "base64");
  return `${covered}&Signature=${encodeURIComponent(signature)}`;
}

/** Reads a message that the desk sends, without its signature. */
export function readMessage(url: URL) {
  const kind = url.searchParams.has("SAMLRequest") ? "SAMLRequest" : "SAMLResponse";
  const xml = inflateRawSync(Buffer.from(url.searchParams.get(kind) ?? "", "base64")).toString();
  const text = (name: string) => new RegExp(`<(?:\\w+:)?${name}\\b[^>]*>([^<]*)<`).exec(xml)?.[1] ?? null;
  const attribute = (name: string) => new RegExp(`\\b${name}="([^"]*)"`).exec(xml)?.[1] ?? null;
  return {
    ...{ kind, xml, relayState: url.searchParams.get("RelayState"), at: url.origin + url.pathname },
    ...{ nameId: text("NameID"), sessionIndex: text("SessionIndex"), issuer: text("Issuer") },
    ...{ id: attribute("ID"), inResponseTo: attribute("InResponseTo"), format: attribute("Format") },
    ...{ destination: attribute("Destination"), status: attribute("Value") },
  };
}

/** Reads a message that the desk sends, and checks its signature against the certificate of the desk's metadata. */
export function readSent(location: string, metadata: string) {
  const url = new URL(location);
  const message = readMessage(url);
  const raw = new Map(
    url.search
      .slice(1)
      .split("&")
      .map((part) => part.split("=", 2) as [string, string]),
  );
  const covered = [message.kind, "RelayState", "SigAlg"]
    .filter((name) => raw.has(name))
    .map((name) => `${name}=${raw.get(name)}`)
    .join("&");
  const body = /X509Certificate>([^<]+)</.exec(metadata)?.[1] ?? "";
  const { publicKey } = new X509Certificate(Buffer.from(body, "base64"));
  const isSigned =
    url.searchParams.get("SigAlg") === rsaSha256 &&
    createVerify("sha256")
      .update(covered)
      .verify(publicKey, url.searchParams.get("Signature") ?? "", "base64");
  return { ...message, isSigned };
}
