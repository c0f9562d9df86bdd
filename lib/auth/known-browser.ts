import "server-only";
import { decode, encode } from "next-auth/jwt";
import { z } from "zod";
import { readCookie } from "@/lib/auth/cookie";
import { env } from "@/lib/platform/env";
import { installationKey } from "@/lib/platform/keys";

/**
 * A cookie that outlives the sign-in and opens nothing: it proves that somebody has signed in with this browser
 * before, so that a stranger's wrong passwords do not slow them down (OWASP, "device cookies").
 */
const days = 180;
const mostMembers = 5;
const content = z.object({ members: z.array(z.string()).max(mostMembers) });

const isSecure = () => env().publicUrl.startsWith("https:");
/** It must not begin like the sign-in cookie: next-auth takes whatever does for a part of that one. */
const name = () => (isSecure() ? "__Host-known-browser" : "known-browser");
const secret = async () => (await installationKey("known-browser")).toString("base64url");

/** The members who have signed in with the browser that sends these cookies. */
export async function knownMembers(cookies: string | null | undefined): Promise<string[]> {
  const value = readCookie(cookies ?? null, name());
  const token = value ? await decode({ token: value, secret: await secret() }).catch(() => null) : null;
  return content.safeParse(token).data?.members ?? [];
}

/** The `Set-Cookie` header that adds a member to those a browser is known for. */
export async function rememberMember(cookies: string | null, memberId: string): Promise<string> {
  const members = [memberId, ...(await knownMembers(cookies)).filter((id) => id !== memberId)];
  const maxAge = days * 24 * 3600;
  const value = await encode({
    token: { members: members.slice(0, mostMembers) },
    secret: await secret(),
    maxAge,
  });
  const flags = [
    "Path=/",
    "HttpOnly",
    "SameSite=Lax",
    `Max-Age=${maxAge}`,
    ...(isSecure() ? ["Secure"] : []),
  ];
  return [`${name()}=${value}`, ...flags].join("; ");
}
