import "server-only";
import { SAML, ValidateInResponseTo } from "@node-saml/node-saml";
import { accountAddress } from "@/lib/auth/address";
import type { ProviderSession } from "@/lib/auth/sso-attempt";
import type { Claims } from "@/lib/auth/sso-claims";
import { isEmailAddress } from "@/lib/format/contact";
import { acsUrlOf, samlIdOf } from "@/lib/single-sign-on/dto";
import type { ConnectionRow } from "@/lib/single-sign-on/load";
import { parseXml, requireStrongSignatures } from "@/lib/single-sign-on/metadata";

const bearer = "urn:oasis:names:tc:SAML:2.0:cm:bearer";
const transient = "urn:oasis:names:tc:SAML:2.0:nameid-format:transient";
const mostCharacters = 400_000;
const clockSkewMs = 30_000;
/** An assertion is for the moment: none older than this is accepted, whatever it says of itself. */
const oldestMs = 5 * 60_000;

/** A client for what the library reads and writes for a connection. */
export function clientOf(row: ConnectionRow, requestId: string, signingKey?: string): SAML {
  const signing = signingKey ? { privateKey: signingKey, signatureAlgorithm: "sha256" as const } : {};
  return new SAML({
    ...signing,
    logoutUrl: row.endSessionUrl ?? "",
    callbackUrl: acsUrlOf(row.id),
    entryPoint: row.ssoUrl ?? "",
    issuer: samlIdOf(row.id),
    audience: samlIdOf(row.id),
    idpCert: row.certificates,
    idpIssuer: row.issuer,
    identifierFormat: null,
    disableRequestedAuthnContext: true,
    wantAssertionsSigned: true,
    wantAuthnResponseSigned: false,
    acceptedClockSkewMs: clockSkewMs,
    maxAssertionAgeMs: oldestMs,
    generateUniqueId: () => requestId,
    // It would look at the unsigned part of the response. The signed one is looked at below.
    validateInResponseTo: ValidateInResponseTo.never,
  });
}

/** The address at the provider that begins a sign-in, with a request of this id. */
export const samlUrl = (row: ConnectionRow, requestId: string): Promise<string> =>
  clientOf(row, requestId).getAuthorizeUrlAsync("", undefined, {});

type Attributes = Record<string, string>;
type Node = { $?: Attributes; _?: string; [child: string]: unknown };
const childrenOf = (node: Node | undefined, name: string): Node[] =>
  (node?.[name] as Node[] | undefined) ?? [];

/** Returns the only child, whose absence or repetition is refused. */
function only(node: Node | undefined, name: string): Node {
  const [child, another] = childrenOf(node, name);
  if (!child || another) throw new Error(`The assertion does not contain exactly one ${name}.`);
  return child;
}

/** What a signed assertion says beside its attributes. */
type Checked = {
  subject: string;
  format: string;
  requestId: string;
  assertionId: string;
  expiresAt: Date;
  providerSession: ProviderSession;
};

/** How the provider calls the sign-in, in the words that a request to sign out must repeat. */
function sessionOf(assertion: Node, { $: names = {} }: Node, nameId: string): ProviderSession {
  const [statement] = childrenOf(assertion, "AuthnStatement");
  return {
    nameId,
    format: names.Format ?? null,
    nameQualifier: names.NameQualifier ?? null,
    spNameQualifier: names.SPNameQualifier ?? null,
    sessionIndex: statement?.$?.SessionIndex?.slice(0, 500) ?? null,
  };
}

/** Checks what the library leaves open, on the part of the response that was signed. */
function check(assertion: Node, row: ConnectionRow): Checked {
  if (only(assertion, "Issuer")._?.trim() !== row.issuer)
    throw new Error("Another issuer made the assertion.");
  const subject = only(assertion, "Subject");
  const nameId = only(subject, "NameID");
  const confirmation = only(subject, "SubjectConfirmation");
  if (confirmation.$?.Method !== bearer) throw new Error("The assertion is not confirmed by bearer.");
  const data = only(confirmation, "SubjectConfirmationData").$ ?? {};
  if (data.Recipient !== acsUrlOf(row.id)) throw new Error("The assertion is for another recipient.");
  if (!data.InResponseTo) throw new Error("The assertion answers no request. A sign-in begins here.");
  const expiresAt = new Date(data.NotOnOrAfter ?? "");
  if (!(expiresAt.getTime() + clockSkewMs > Date.now())) throw new Error("The assertion has expired.");
  const assertionId = assertion.$?.ID;
  const name = nameId._?.trim() ?? "";
  if (!assertionId || !name || name.length > 250) throw new Error("The assertion has no ID or no NameID.");
  const format = nameId.$?.Format ?? "";
  if (format === transient)
    throw new Error("The provider names people by a transient NameID. Use a persistent one.");
  only(assertion, "Conditions");
  const providerSession = sessionOf(assertion, nameId, name);
  return { subject: name, format, requestId: data.InResponseTo, assertionId, expiresAt, providerSession };
}

const namesOf = {
  email: [
    "email",
    "mail",
    "emailaddress",
    "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/emailaddress",
    "urn:oid:0.9.2342.19200300.100.1.3",
  ],
  name: [
    "displayname",
    "name",
    "http://schemas.microsoft.com/identity/claims/displayname",
    "urn:oid:2.16.840.1.113730.3.1.241",
  ],
};

const textsOf = (value: unknown): string[] =>
  (Array.isArray(value) ? value : [value]).filter((each): each is string => typeof each === "string");

function claimsOf(checked: Checked, attributes: Record<string, unknown>, groupsName: string): Claims {
  const entries = Object.entries(attributes);
  const under = (names: readonly string[]) =>
    entries.find(([name]) => names.includes(name.toLowerCase()))?.[1];
  const [given = ""] = textsOf(under(namesOf.email));
  const address = (given || (checked.format.endsWith(":emailAddress") ? checked.subject : "")).trim();
  const [name = ""] = textsOf(under(namesOf.name));
  return {
    subject: checked.subject,
    email: isEmailAddress(address) && address.length <= 254 ? accountAddress(address) : null,
    isEmailVerified: null,
    name: (name.trim() || address).slice(0, 120),
    groups: [...new Set(textsOf(attributes[groupsName]))].slice(0, 1000),
    providerSession: checked.providerSession,
  };
}

export type Asserted = { claims: Claims; requestId: string; assertionId: string; expiresAt: Date };

/**
 * Reads the response of a provider. Only what a certificate of the connection has signed counts.
 * @throws Error with the reason in words
 */
export async function readResponse(row: ConnectionRow, encoded: string): Promise<Asserted> {
  if (encoded.length > mostCharacters) throw new Error("The response is too long.");
  requireStrongSignatures(parseXml(Buffer.from(encoded, "base64").toString("utf8")));
  const { profile } = await clientOf(row, "_").validatePostResponseAsync({ SAMLResponse: encoded });
  const assertion = (profile?.getAssertion?.() as { Assertion?: Node } | undefined)?.Assertion;
  if (!profile || !assertion) throw new Error("The response contains no assertion.");
  const checked = check(assertion, row);
  const attributes = (profile.attributes ?? {}) as Record<string, unknown>;
  return { ...checked, claims: claimsOf(checked, attributes, row.groupsClaim) };
}

/**
 * Reads which request a response says it answers, without believing it: only to tell an admin who tests how it failed.
 */
export function requestIn(encoded: string): string | null {
  const xml = Buffer.from(encoded.slice(0, mostCharacters), "base64").toString("utf8");
  return /\bInResponseTo="(_[0-9a-f]{64})"/.exec(xml)?.[1] ?? null;
}
