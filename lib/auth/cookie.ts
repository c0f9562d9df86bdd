import { env } from "@/lib/platform/env";

/** Returns the value of one cookie from a `Cookie` header. */
export function readCookie(header: string | null, name: string): string | undefined {
  const pairs = (header ?? "").split(/;\s*/).map((pair) => pair.split("="));
  const [, ...value] = pairs.find(([key]) => key === name) ?? [];
  return value.length > 0 ? value.join("=") : undefined;
}

const isSecure = () => env().publicUrl.startsWith("https:");

/** Under https the prefix binds a cookie to the host and to https. */
export const cookieName = (name: string): string => (isSecure() ? `__Host-${name}` : name);

/** Builds the `Set-Cookie` header of a cookie that scripts cannot read. An age of 0 removes it. */
export function cookieHeader(name: string, value: string, maxAge: number): string {
  const flags = [
    "Path=/",
    "HttpOnly",
    "SameSite=Lax",
    `Max-Age=${maxAge}`,
    ...(isSecure() ? ["Secure"] : []),
  ];
  return [`${name}=${value}`, ...flags].join("; ");
}
