import "server-only";
import { decode, encode } from "next-auth/jwt";
import { z } from "zod";
import { cookieHeader, cookieName, readCookie } from "@/lib/auth/cookie";
import { installationKey } from "@/lib/platform/keys";

/**
 * The cookie of a known browser outlives the sign-in and grants nothing. It proves that the member has signed in with
 * this browser before, so that a stranger's wrong passwords do not slow the member down (OWASP, "device cookies"). It
 * lasts this many days.
 */
const days = 180;
const mostMembers = 5;
const content = z.object({ members: z.array(z.string()).max(mostMembers) });

/** The name must not begin like the sign-in cookie's: next-auth would read it as a part of that cookie. */
const name = () => cookieName("known-browser");
const secret = async () => (await installationKey("known-browser")).toString("base64url");

/** Returns the ids of members who have signed in with this browser before. */
export async function knownMembers(cookies: string | null | undefined): Promise<string[]> {
  const value = readCookie(cookies ?? null, name());
  const token = value ? await decode({ token: value, secret: await secret() }).catch(() => null) : null;
  return content.safeParse(token).data?.members ?? [];
}

/** Builds the `Set-Cookie` header that adds a member to the known members of a browser. */
export async function rememberMember(cookies: string | null, memberId: string): Promise<string> {
  const members = [memberId, ...(await knownMembers(cookies)).filter((id) => id !== memberId)];
  const maxAge = days * 24 * 3600;
  const value = await encode({
    token: { members: members.slice(0, mostMembers) },
    secret: await secret(),
    maxAge,
  });
  return cookieHeader(name(), value, maxAge);
}
