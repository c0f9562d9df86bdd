import { type NextRequest, NextResponse } from "next/server";
import { isPublicPage } from "@/lib/auth/public-page";
import { env } from "@/lib/platform/env";

const cookieNames = ["countersign", "__Host-countersign"];
const isOpenToAll = (pathname: string) =>
  isPublicPage(pathname) ||
  // Files at the top of public/. If there is no such file, the page “not found” answers.
  /^\/[^/]+\.(ico|js|png|svg|txt|webmanifest)$/.test(pathname);

/**
 * Returns the content policy of one answer. Scripts run only with its nonce. The build inlines its style sheets, which
 * the policy allows by their hashes. React sets style attributes, which cannot carry a nonce.
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
 * Gives every page its content policy and its own path. It redirects a browser without a sign-in cookie early, but it
 * guards nothing: pages and operations authenticate the caller themselves.
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

/** The proxy runs for pages only, not for the API or the files of the build. */
export const config = {
  matcher: ["/((?!api/|_next/).*)"],
};
