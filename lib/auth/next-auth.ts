import "server-only";
import type { NextRequest } from "next/server";
import NextAuth, { type NextAuthOptions } from "next-auth";
import { decode } from "next-auth/jwt";
import credentials from "next-auth/providers/credentials";
import { z } from "zod";
import { readCookie } from "@/lib/auth/cookie";
import { knownMembers, rememberMember } from "@/lib/auth/known-browser";
import { endSignIn, memberOf, signIn } from "@/lib/auth/sign-in";
import { env } from "@/lib/platform/env";
import { AppError } from "@/lib/platform/errors";
import { installationKey } from "@/lib/platform/keys";
import { log } from "@/lib/platform/log";

const candidate = z.object({
  email: z
    .string()
    .min(3)
    .max(254)
    .refine((text) => !text.includes("\0")),
  password: z.string().min(1).max(1000),
});

const isSecure = () => env().publicUrl.startsWith("https:");

/** The cookie that carries the sign-in token; bound to the host and to https where there is https. */
export const signInCookie = () => (isSecure() ? "__Host-countersign" : "countersign");

const secret = async () => (await installationKey("sign-in-token")).toString("base64url");

/** next-auth as we use it: it checks the form and seals the cookie; the sign-in itself is a row of ours. */
async function nextAuthOptions(): Promise<NextAuthOptions> {
  return {
    secret: await secret(),
    session: { strategy: "jwt", maxAge: 8 * 3600 },
    pages: { signIn: "/sign-in", error: "/sign-in" },
    cookies: {
      sessionToken: {
        name: signInCookie(),
        options: { httpOnly: true, sameSite: "lax", path: "/", secure: isSecure() },
      },
    },
    providers: [
      credentials({
        credentials: { email: { type: "email" }, password: { type: "password" } },
        async authorize(input, request) {
          const given = candidate.safeParse(input);
          if (!given.success) return null;
          const headers = (request.headers ?? {}) as Record<string, string>;
          const origin = {
            ipAddress: headers["x-client-address"],
            method: "POST",
            path: "/api/auth/callback/credentials",
          };
          try {
            const browser = {
              userAgent: headers["user-agent"],
              knownMembers: await knownMembers(headers.cookie),
            };
            const id = await signIn({ ...given.data, ...browser }, origin);
            return id ? { id } : null;
          } catch (error) {
            // next-auth shows the message of what is thrown here as the error code on the sign-in page.
            if (error instanceof AppError) throw new Error(error.code);
            log.error({ err: error }, "sign-in failed");
            throw new Error("internal_error");
          }
        },
      }),
    ],
    // Its own way out ends the sign-in too, and not this browser's cookie alone.
    events: {
      async signOut({ token }) {
        if (typeof token?.signInId === "string") await endSignIn(token.signInId);
      },
    },
    callbacks: {
      jwt: ({ token, user }) => (user ? { signInId: user.id } : token),
      session: ({ session }) => ({ expires: session.expires }),
    },
  };
}

/** What of next-auth is used. The pages that it would serve beside these are nobody's. */
const actions = new Set(["GET csrf", "POST callback/credentials", "POST signout"]);

/**
 * Answers what next-auth serves of ours. A browser in which somebody has signed in is remembered.
 * @param action the parts of the address after `/api/auth/`
 */
export async function answerNextAuth(request: NextRequest, action: string[]): Promise<Response> {
  if (!actions.has(`${request.method} ${action.join("/")}`))
    return Response.json(
      { error: "not_found", detail: "Page not found.", status_code: 404 },
      { status: 404, headers: { "Cache-Control": "no-store" } },
    );
  const answer: Response = await NextAuth(request, { params: { nextauth: action } }, await nextAuthOptions());
  const cookie = answer.headers.getSetCookie().find((each) => each.startsWith(`${signInCookie()}=`));
  const signInId = await readSignInCookie(cookie && readCookie(cookie, signInCookie()));
  const memberId = signInId && (await memberOf(signInId));
  if (memberId)
    answer.headers.append("Set-Cookie", await rememberMember(request.headers.get("cookie"), memberId));
  return answer;
}

/** The sign-in a cookie names, or null when it is missing, forged or expired. */
export async function readSignInCookie(value: string | undefined): Promise<string | null> {
  if (!value) return null;
  const token = await decode({ token: value, secret: await secret() }).catch(() => null);
  return typeof token?.signInId === "string" ? token.signInId : null;
}
