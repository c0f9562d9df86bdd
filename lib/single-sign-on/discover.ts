import "server-only";
import {
  allowInsecureRequests,
  ClientSecretBasic,
  ClientSecretPost,
  Configuration,
  customFetch,
  discovery,
  enableNonRepudiationChecks,
  None,
  type ServerMetadata,
} from "openid-client";
import { AppError } from "@/lib/platform/errors";
import { FetchError, guardedFetch } from "@/lib/platform/guarded-fetch";
import { checkUrl, OutboundError } from "@/lib/platform/outbound";
import { allowedProviders } from "@/lib/single-sign-on/load";
import type { DiscoveryDto } from "@/lib/single-sign-on/schema";

const suffix = "/.well-known/openid-configuration";
/** Signatures with a key of the provider's own. `none` and those with the client secret are not among them. */
const signatures = [
  ...["RS256", "RS384", "RS512", "PS256", "PS384", "PS512"],
  ...["ES256", "ES384", "ES512", "EdDSA", "Ed25519"],
];
const mostWords = 500;

/** Words of a provider, for people: one line, without control characters, not too long. */
export const oneLine = (text: string): string =>
  text
    .replaceAll(/[\p{Cc}\p{Cf}\s]+/gu, " ")
    .trim()
    .slice(0, mostWords);

/** Says in words why a call to a provider failed: the provider's own, where it gave any. */
export function wordsOf(error: unknown): string {
  const { error: code, error_description: description, message, cause } = error as Record<string, unknown>;
  if (typeof code === "string")
    return oneLine(typeof description === "string" ? `${code}: ${description}` : code);
  if (error instanceof FetchError || error instanceof OutboundError) return oneLine(error.message);
  if (cause instanceof FetchError) return oneLine(cause.message);
  const detail = cause instanceof Error ? ` (${cause.message})` : "";
  return oneLine(`${typeof message === "string" ? message : "unknown failure"}${detail}`);
}

const refused = (message: string) =>
  new AppError("validation_error", message, { fields: [{ field: "issuer", message }] });

/** The options of the library: every call goes through the guard, and plain http only where the operator allows it. */
const guarded = () => ({
  [customFetch]: guardedFetch(allowedProviders()) as never,
  ...(allowedProviders().http && { execute: [allowInsecureRequests] }),
});

/** Refuses an endpoint to which nothing would be sent, and to which no browser is to be sent. */
function checkEndpoint(url: string | undefined, name: string): string {
  if (!url) throw refused(`The provider names no ${name}.`);
  checkUrl(url, allowedProviders());
  return url;
}

/**
 * Asks a provider what it says of itself.
 * @param given the issuer, or the address of its discovery document
 * @throws AppError validation_error with the reason in words
 */
export async function discover(given: string): Promise<ServerMetadata> {
  const issuer = given.trim().replace(new RegExp(`${suffix}$`), "");
  try {
    checkUrl(issuer, allowedProviders());
    const found = await discovery(new URL(issuer), "discovery", undefined, None(), guarded());
    const { supportsPKCE: _, ...metadata } = found.serverMetadata();
    // The library lets some well-known providers name an issuer for many tenants.
    if (URL.parse(metadata.issuer)?.href !== new URL(issuer).href)
      throw refused(`The provider calls itself ${oneLine(metadata.issuer)}. Enter that as the issuer.`);
    checkEndpoint(metadata.authorization_endpoint, "authorization endpoint");
    checkEndpoint(metadata.token_endpoint, "token endpoint");
    checkEndpoint(metadata.jwks_uri, "keys (jwks_uri)");
    if (metadata.end_session_endpoint) checkEndpoint(metadata.end_session_endpoint, "logout endpoint");
    return metadata;
  } catch (error) {
    throw error instanceof AppError ? error : refused(wordsOf(error));
  }
}

/** Shows what discovery found. */
export const toDiscoveryDto = (metadata: ServerMetadata): DiscoveryDto => ({
  issuer: metadata.issuer,
  authorizationEndpoint: metadata.authorization_endpoint ?? "",
  tokenEndpoint: metadata.token_endpoint ?? "",
  jwksUri: metadata.jwks_uri ?? "",
  endSessionEndpoint: metadata.end_session_endpoint ?? null,
  scopes: (metadata.scopes_supported ?? []).slice(0, 100),
});

/**
 * Makes a client of a provider. It accepts only ID tokens that are signed with a key of the provider's own.
 * @param client the client id and its secret, in clear
 */
export function clientOf(metadata: ServerMetadata, client: { id: string; secret: string }): Configuration {
  const offered = metadata.id_token_signing_alg_values_supported ?? ["RS256"];
  const accepted = offered.filter((each) => signatures.includes(each));
  const methods = metadata.token_endpoint_auth_methods_supported ?? ["client_secret_basic"];
  const authenticate = methods.includes("client_secret_basic") ? ClientSecretBasic : ClientSecretPost;
  const made = new Configuration(
    { ...metadata, id_token_signing_alg_values_supported: accepted.length > 0 ? accepted : ["RS256"] },
    client.id,
    undefined,
    authenticate(client.secret),
  );
  made[customFetch] = guarded()[customFetch];
  made.timeout = 10;
  if (allowedProviders().http) allowInsecureRequests(made);
  enableNonRepudiationChecks(made);
  return made;
}

/** Counts the keys that a provider publishes. @throws FetchError */
export async function countKeys(metadata: ServerMetadata): Promise<number> {
  const answer = await guardedFetch(allowedProviders())(metadata.jwks_uri ?? "");
  const { keys } = (await answer.json()) as { keys?: unknown };
  if (!answer.ok || !Array.isArray(keys)) throw new FetchError("The provider publishes no keys.");
  return keys.length;
}
