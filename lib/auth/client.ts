import { ApiError, callApi, reach, toApiError } from "@/lib/browser/api-client";
import { leaveFor, tellTabs } from "@/lib/browser/presence";

type Invitation = { token: string; name: string; email: string; password: string };

const toJson = (response: Response): Promise<Record<string, string | undefined>> =>
  response.json().catch(() => ({}));

const refusals = ["rate_limited", "code_needed", "code_wrong", "sso_only"] as const;

/** Why a sign-in was refused. `code_needed`: the password is right, and the account also asks for a code. */
export type SignInRefusal = "wrong" | (typeof refusals)[number];

/** Sends a sign-in to next-auth; returns the reason of a failure, or null after success. */
async function callback(provider: string, fields: Record<string, string>): Promise<SignInRefusal | null> {
  const { csrfToken = "" } = await toJson(await reach("/api/auth/csrf"));
  const response = await reach(`/api/auth/callback/${provider}`, {
    method: "POST",
    headers: { "Content-Type": "application/x-www-form-urlencoded" },
    body: new URLSearchParams({ csrfToken, ...fields, json: "true", callbackUrl: location.origin }),
  });
  const { url = "" } = await toJson(response);
  const refusal = URL.canParse(url) ? new URL(url).searchParams.get("error") : null;
  const known = refusals.find((each) => each === refusal);
  if (known) return known;
  if (refusal === "CredentialsSignin" || response.status === 401) return "wrong";
  if (!response.ok || refusal)
    throw new ApiError(response.status, refusal ?? "unknown", "Sign-in failed. Try again.");
  return null;
}

/**
 * Signs in with a password.
 * @param code of the authenticator app, or a recovery code; empty when none was asked for
 * @returns the reason of a failure, or null after success
 */
export const signIn = (email: string, password: string, code = "") =>
  callback("credentials", { email, password, ...(code && { code }) });

/**
 * Signs in with a passkey, which the browser asks for.
 * @returns the reason of a failure, or null after success
 * @throws PasskeyRefused when the browser signs with none
 */
export async function signInByPasskey(): Promise<SignInRefusal | null> {
  const response = await reach("/api/v1/passkeys/begin", { method: "POST" });
  const begun = await toJson(response);
  if (!response.ok) throw toApiError(response, begun);
  const { signWithPasskey } = await import("@/lib/browser/passkeys");
  return callback("passkey", { answer: await signWithPasskey(begun.options ?? "") });
}

/**
 * Finds where people with this e-mail address sign in.
 * @returns the address to open; null when there is no single sign-on for it
 */
export async function findSingleSignOn(email: string, next: string): Promise<string | null> {
  const response = await reach("/api/v1/single-sign-on/find", {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ email }),
  });
  const answer = await toJson(response);
  if (response.ok && answer.connection_id) return singleSignOnAt(answer.connection_id, next);
  if (response.status === 404) return null;
  throw toApiError(response, answer);
}

/** The address that begins a sign-in by a connection. */
export const singleSignOnAt = (connectionId: string, next: string): string =>
  `/api/sso/${encodeURIComponent(connectionId)}/start?next=${encodeURIComponent(next)}`;

/** Ends this sign-in, or all of the member's, and goes to the sign-in page, or first to sign out at the provider. */
export async function signOut(everywhere: boolean): Promise<void> {
  const { z } = await import("zod");
  const answer = z.object({ providerUrl: z.string().nullable() });
  const { providerUrl } = await callApi("/me/sign-out", answer, {
    environment: "live",
    method: "POST",
    body: { everywhere },
  });
  tellTabs({ kind: "out" });
  if (providerUrl) leaveFor(providerUrl);
  else location.assign("/sign-in");
}

/** Creates the account that a one-time link invites to. */
export async function acceptInvitation(invitation: Invitation): Promise<void> {
  const response = await reach("/api/v1/invitations/accept", {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(invitation),
  });
  if (response.ok) return;
  throw toApiError(response, await toJson(response));
}

/** Asks for a mail with a link for a new password. The answer says nothing of the account. */
export async function askPasswordLink(email: string): Promise<void> {
  const response = await reach("/api/v1/password-links", {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ email }),
  });
  if (!response.ok) throw toApiError(response, await toJson(response));
}

/** Sets a new password by a one-time link. */
export async function resetPassword(token: string, password: string): Promise<void> {
  const response = await reach("/api/v1/password-links/use", {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ token, password }),
  });
  if (!response.ok) throw toApiError(response, await toJson(response));
}
