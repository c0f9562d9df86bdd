import "server-only";
import type { NextRequest } from "next/server";
import NextAuth, { type NextAuthOptions } from "next-auth";
import { decode, encode } from "next-auth/jwt";
import credentials from "next-auth/providers/credentials";
import { z } from "zod";
import { cookieHeader, readCookie } from "@/lib/auth/cookie";
import { knownMembers, rememberMember } from "@/lib/auth/known-browser";
import { signInByPasskey } from "@/lib/auth/passkey";
import { CodeNeeded, endSignIn, memberOf, SsoOnly, signIn } from "@/lib/auth/sign-in";
import { passkeyUsed } from "@/lib/members/schema";
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
  code: z.string().max(40).optional(),
});

const passkeyForm = z.object({ answer: passkeyUsed });

/** Runs a sign-in; next-auth passes the message of an error to the sign-in page as the error code. */
async function letIn(work: () => Promise<string | null>): Promise<{ id: string } | null> {
  try {
    const id = await work();
    return id ? { id } : null;
  } catch (error) {
    if (error instanceof CodeNeeded || error instanceof SsoOnly) throw error;
    if (error instanceof AppError) throw new Error(error.code);
    log.error({ err: error }, "sign-in failed");
    throw new Error("internal_error");
  }
}

type HeadersOf = { headers?: Record<string, string> };
const originOf = ({ headers }: HeadersOf, provider: string) => ({
  ipAddress: headers?.["x-client-address"],
  method: "POST",
  path: `/api/auth/callback/${provider}`,
});

const isSecure = () => env().publicUrl.startsWith("https:");

/** The name of the sign-in cookie; under https its prefix binds it to the host and to https. */
export const signInCookie = () => (isSecure() ? "__Host-countersign" : "countersign");

const secret = async () => (await installationKey("sign-in-token")).toString("base64url");

const cookieSeconds = 8 * 3600;

/** Configures next-auth: it checks the form and seals the cookie. The sign-in itself is a row of sign_ins. */
async function nextAuthOptions(): Promise<NextAuthOptions> {
  return {
    secret: await secret(),
    session: { strategy: "jwt", maxAge: cookieSeconds },
    pages: { signIn: "/sign-in", error: "/sign-in" },
    cookies: {
      sessionToken: {
        name: signInCookie(),
        options: { httpOnly: true, sameSite: "lax", path: "/", secure: isSecure() },
      },
    },
    providers: [
      credentials({
        credentials: { email: { type: "email" }, password: { type: "password" }, code: { type: "text" } },
        async authorize(input, request) {
          const given = candidate.safeParse(input);
          if (!given.success) return null;
          const { headers = {} } = request as HeadersOf;
          return letIn(async () => {
            const browser = {
              userAgent: headers["user-agent"],
              knownMembers: await knownMembers(headers.cookie),
            };
            return signIn({ ...given.data, ...browser }, originOf({ headers }, "credentials"));
          });
        },
      }),
      credentials({
        id: "passkey",
        credentials: { answer: { type: "text" } },
        async authorize(input, request) {
          const given = passkeyForm.safeParse(input);
          if (!given.success) return null;
          const { headers = {} } = request as HeadersOf;
          const origin = originOf({ headers }, "passkey");
          return letIn(() => signInByPasskey(given.data.answer, headers["user-agent"], origin));
        },
      }),
    ],
    // Signing out through next-auth must also end the sign-in, not only remove the cookie.
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

/** The routes of next-auth that are in use. All others answer with not_found. */
const actions = new Set(["GET csrf", "POST callback/credentials", "POST callback/passkey", "POST signout"]);

/**
 * Answers a route of next-auth, and adds the known-browser cookie after a sign-in.
 * @param action the segments of the path after `/api/auth/`
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

/** Returns the id of the sign-in in a cookie, or null when the cookie is missing, forged or expired. */
export async function readSignInCookie(value: string | undefined): Promise<string | null> {
  if (!value) return null;
  const token = await decode({ token: value, secret: await secret() }).catch(() => null);
  return typeof token?.signInId === "string" ? token.signInId : null;
}

/** Builds the `Set-Cookie` header of a sign-in that next-auth has not made. */
export async function signInCookieHeader(signInId: string): Promise<string> {
  const value = await encode({ token: { signInId }, secret: await secret(), maxAge: cookieSeconds });
  return cookieHeader(signInCookie(), value, cookieSeconds);
}
