import { type NextRequest, NextResponse } from "next/server";
import { env } from "@/lib/platform/env";

const cookieNames = ["countersign", "__Host-countersign"];
const isOpenToAll = (pathname: string) =>
  /^\/(sign-in|welcome|delivery|ask)(\/|$)/.test(pathname) ||
  // Files at the top of public/; where there is none, the page that says so.
  /^\/[^/]+\.(ico|js|png|svg|txt|webmanifest)$/.test(pathname);

/**
 * Scripts run only with this answer's nonce. The build's style sheets stand in the page and are known by their hashes;
 * React sets style attributes, which carry none.
 */
const contentPolicy = (nonce: string, isDev: boolean) =>
  [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${isDev ? " 'unsafe-eval'" : ""}`,
    `style-src 'self' 'nonce-${nonce}' ${env().STYLE_HASHES}`.trimEnd(),
    "style-src-attr 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self'",
    "connect-src 'self'",
    "worker-src 'self'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "object-src 'none'",
  ].join("; ");

/**
 * Gives every page its content policy and tells it its own address. It saves whoever has no sign-in cookie a round
 * trip, and is never the guard: pages and operations prove who is asking themselves.
 */
export function proxy(request: NextRequest): NextResponse {
  const { pathname, search } = request.nextUrl;
  if (!isOpenToAll(pathname) && !cookieNames.some((name) => request.cookies.has(name))) {
    const target = request.nextUrl.clone();
    target.pathname = "/sign-in";
    target.search = pathname === "/" ? "" : `?next=${encodeURIComponent(pathname + search)}`;
    return NextResponse.redirect(target);
  }
  const nonce = Buffer.from(crypto.getRandomValues(new Uint8Array(16))).toString("base64");
  const policy = contentPolicy(nonce, env().NODE_ENV === "development");
  const headers = new Headers(request.headers);
  headers.set("x-nonce", nonce);
  headers.set("x-path", pathname);
  headers.set("content-security-policy", policy);
  const response = NextResponse.next({ request: { headers } });
  response.headers.set("content-security-policy", policy);
  return response;
}

/** Pages only: not the API, not what the build made. */
export const config = {
  matcher: ["/((?!api/|_next/).*)"],
};
