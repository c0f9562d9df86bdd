import "server-only";
import {
  authorizationCodeGrant,
  buildAuthorizationUrl,
  type Configuration,
  calculatePKCECodeChallenge,
  fetchUserInfo,
} from "openid-client";
import { accountAddress } from "@/lib/auth/address";
import type { ProviderSession, Said } from "@/lib/auth/sso-attempt";
import { isEmailAddress } from "@/lib/format/contact";
import { clientOf, discover } from "@/lib/single-sign-on/discover";
import { redirectUriOf } from "@/lib/single-sign-on/dto";
import type { ConnectionRow } from "@/lib/single-sign-on/load";
import { openClientSecret } from "@/lib/vault/sso-secret";

/** What a provider says of the person who has signed in there. */
export type Claims = {
  subject: string;
  /** As accounts spell it; null when there is none that could be an address. */
  email: string | null;
  /** Null when the provider does not say. */
  isEmailVerified: boolean | null;
  name: string;
  groups: string[];
  /** How the provider calls its own session, to end that too; null when it is not needed for that. */
  providerSession: ProviderSession | null;
};

/** Makes a client for a connection of this organization, from what the provider says of itself now. */
export async function clientFor(organizationId: string, row: ConnectionRow): Promise<Configuration> {
  const secret = await openClientSecret(organizationId, row.id, row.sealedSecret ?? new Uint8Array());
  return clientOf(await discover(row.issuer), { id: row.clientId ?? "", secret });
}

/** The address at the provider that begins a sign-in. Groups are asked for where the provider knows such a scope. */
export async function authorizationUrl(client: Configuration, row: ConnectionRow, said: Said): Promise<URL> {
  const { scopes_supported: known = [] } = client.serverMetadata();
  const scopes = [
    "openid",
    "email",
    "profile",
    ...(known.includes(row.groupsClaim) ? [row.groupsClaim] : []),
  ];
  return buildAuthorizationUrl(client, {
    redirect_uri: redirectUriOf(row.id),
    scope: scopes.join(" "),
    state: said.state,
    nonce: said.nonce,
    code_challenge: await calculatePKCECodeChallenge(said.codeVerifier),
    code_challenge_method: "S256",
  });
}

const textOf = (value: unknown) => (typeof value === "string" ? value.trim() : "");

function groupsOf(value: unknown): string[] {
  const given = Array.isArray(value) ? value : [value];
  return [...new Set(given.filter((each) => typeof each === "string" && each !== ""))].slice(0, 1000);
}

/** Reads the claims that count, of an ID token and of the answer about its subject. */
function toClaims(
  token: Record<string, unknown>,
  asked: Record<string, unknown>,
  groupsClaim: string,
): Claims {
  // Whether an address is verified is said where the address is.
  const { email, email_verified: verified } = token.email === undefined ? asked : token;
  const address = textOf(email);
  const both = { ...asked, ...token };
  const names = [both.name, [textOf(both.given_name), textOf(both.family_name)].join(" "), address];
  return {
    subject: textOf(token.sub),
    email: isEmailAddress(address) && address.length <= 254 ? accountAddress(address) : null,
    isEmailVerified: verified === undefined ? null : verified === true || verified === "true",
    name: (names.map(textOf).find(Boolean) ?? "").slice(0, 120),
    groups: groupsOf(both[groupsClaim]),
    providerSession: null,
  };
}

/**
 * Redeems the code with which a provider has sent a browser back, and checks everything that the answer says: state,
 * issuer, signature, audience, nonce, time.
 * @param search the query of the address to which the browser was sent
 * @throws Error of the library, with the provider's own words where it gave any
 */
export async function redeem(
  client: Configuration,
  row: ConnectionRow,
  { search, said }: { search: string; said: Said },
): Promise<Claims> {
  const tokens = await authorizationCodeGrant(client, new URL(redirectUriOf(row.id) + search), {
    expectedState: said.state,
    expectedNonce: said.nonce,
    pkceCodeVerifier: said.codeVerifier,
    idTokenExpected: true,
  });
  const token = tokens.claims() as Record<string, unknown> & { sub: string };
  const isAsked = client.serverMetadata().userinfo_endpoint !== undefined;
  const lacks = token.email === undefined || token[row.groupsClaim] === undefined;
  const asked = isAsked && lacks ? await fetchUserInfo(client, tokens.access_token, token.sub) : {};
  return toClaims(token, asked, row.groupsClaim);
}
