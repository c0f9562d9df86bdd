import "server-only";
import { cookies, headers } from "next/headers";
import { redirect } from "next/navigation";
import { cache } from "react";
import { z } from "zod";
import {
  type Actor,
  type Environment,
  environments,
  type Person,
  type RequestOrigin,
} from "@/lib/actor/actor";
import { authenticateApiKey, readApiKey } from "@/lib/auth/api-key";
import { readCookie } from "@/lib/auth/cookie";
import { readSignInCookie, signInCookie } from "@/lib/auth/next-auth";
import { findPerson } from "@/lib/auth/sign-in";
import { AppError } from "@/lib/platform/errors";

const environmentHeader = z.enum(environments).default("live");

/**
 * Authenticates the caller of the API by an API key or a sign-in cookie.
 * @throws AppError unauthorized
 */
export async function authenticate(request: Request, origin: RequestOrigin): Promise<Actor> {
  const secret = readApiKey(request.headers);
  if (secret) {
    const actor = await authenticateApiKey(secret, origin, request.headers.get("origin"));
    if (!actor) throw new AppError("unauthorized", "The API key is not valid.");
    return actor;
  }
  const signInId = await readSignInCookie(readCookie(request.headers.get("cookie"), signInCookie()));
  // A browser's EventSource cannot send headers.
  const inUrl = new URL(request.url).searchParams.get("environment");
  const environment = environmentHeader.safeParse(request.headers.get("x-environment") ?? inUrl ?? undefined);
  if (!environment.success) throw new AppError("bad_request", "X-Environment must be live or sandbox.");
  const person = signInId ? await findPerson(signInId, environment.data, origin) : null;
  if (!person) throw new AppError("unauthorized", "Send an API key in X-API-Key, or sign in.");
  // A page names the member it was rendered for. If another member has signed in with this browser since, its calls
  // are refused.
  const drawnFor = request.headers.get("x-member");
  if (drawnFor && drawnFor !== person.id)
    throw new AppError(
      "unauthorized",
      "Another member has signed in with this browser. Load the page again.",
    );
  return person;
}

/**
 * Returns the person a page is rendered for, once per request. Redirects to the sign-in page if nobody is signed in, and to
 * the member's account while a required second factor is missing.
 */
export const requirePerson = cache(async (environment: Environment): Promise<Person> => {
  const person = await currentPerson(environment);
  if (!person) redirect("/sign-in");
  const account = `/${environment}/account`;
  if (person.mustAddFactor && person.request.path?.split("?")[0] !== account) redirect(account);
  return person;
});

/** Returns the signed-in person, if there is one. */
export const currentPerson = cache(async (environment: Environment): Promise<Person | null> => {
  const [jar, head] = await Promise.all([cookies(), headers()]);
  const signInId = await readSignInCookie(jar.get(signInCookie())?.value);
  const origin = {
    ipAddress: head.get("x-client-address") ?? undefined,
    method: head.get("x-method") ?? "GET",
    path: head.get("x-path") ?? undefined,
  };
  return signInId ? findPerson(signInId, environment, origin) : null;
});
