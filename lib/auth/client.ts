import { ApiError, callApi, reach, toApiError } from "@/lib/browser/api-client";
import { tellTabs } from "@/lib/browser/presence";

type Invitation = { token: string; name: string; email: string; password: string };

const toJson = (response: Response): Promise<Record<string, string | undefined>> =>
  response.json().catch(() => ({}));

/**
 * Signs in.
 * @returns the reason of a failure, or null after success
 */
export async function signIn(email: string, password: string): Promise<"wrong" | "rate_limited" | null> {
  const { csrfToken = "" } = await toJson(await reach("/api/auth/csrf"));
  const response = await reach("/api/auth/callback/credentials", {
    method: "POST",
    headers: { "Content-Type": "application/x-www-form-urlencoded" },
    body: new URLSearchParams({ csrfToken, email, password, json: "true", callbackUrl: location.origin }),
  });
  const { url = "" } = await toJson(response);
  const refusal = URL.canParse(url) ? new URL(url).searchParams.get("error") : null;
  if (refusal === "rate_limited") return "rate_limited";
  if (refusal === "CredentialsSignin" || response.status === 401) return "wrong";
  if (!response.ok || refusal)
    throw new ApiError(response.status, refusal ?? "unknown", "Sign-in failed. Try again.");
  return null;
}

/** Ends this sign-in, or all of the member's, and goes to the sign-in page. */
export async function signOut(everywhere: boolean): Promise<void> {
  const { z } = await import("zod");
  await callApi("/me/sign-out", z.unknown(), { environment: "live", method: "POST", body: { everywhere } });
  tellTabs({ kind: "out" });
  location.assign("/sign-in");
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
