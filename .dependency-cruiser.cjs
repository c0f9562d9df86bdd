// The architecture as rules; `npm run check` fails when one stops being true.

/** The file names of a noun in lib. A noun that outgrows one of them gets a line below, and only there. */
const names = ["schema", "policy", "read", "write", "dto", "client", "jobs"];

const extras = {
  withDatabase: [
    "analytics/review",
    "audit/record",
    "audit/seal",
    "cases/arrival",
    "cases/change",
    "cases/claim",
    "cases/correct",
    "cases/counts",
    "cases/decision",
    "cases/demo",
    "cases/desk",
    "cases/links",
    "cases/list",
    "cases/outcome",
    "cases/override",
    "cases/own",
    "cases/return",
    "cases/reviewer",
    "cases/routing",
    "cases/show",
    "cases/snapshot",
    "cases/stream",
    "lists/blocklist",
    "privacy/export",
    "privacy/redaction",
    "sessions/container",
    "sessions/import",
    "sessions/import-children",
    "sessions/import-session",
    "sessions/list",
    "sessions/own",
    "sessions/timeline",
    "settings/current",
    "webhooks/outbox",
  ],
  withoutDatabase: [
    "audit/events",
    "cases/inputs",
    "cases/live",
    "cases/note",
    "checks/compare",
    "checks/fold",
    "checks/fold-date",
    "checks/match",
    "checks/sources",
    "documents/import-images",
    "documents/mrz",
    "documents/serve",
    "privacy/blind-index",
    "privacy/bundle",
    "privacy/field-kinds",
    "privacy/field-map",
    "privacy/field-map-cases",
    "privacy/field-map-organization",
    "privacy/seal",
    "privacy/view",
    "privacy/window",
    "settings/routing-rules",
    "sessions/bundle",
    "sessions/bundle-reader",
    "sessions/import-blocklist",
    "sessions/import-rows",
    "signals/explain",
  ],
};

const noun = "^lib/(?!auth|http|platform|format)[^/]+";
const tests = "\\.test\\.tsx?$";
const named = `${noun}/(${names.join("|")})\\.tsx?$`;
const files = (list) => `^lib/(${list.join("|")})\\.tsx?$`;
const known = [named, files(extras.withDatabase), files(extras.withoutDatabase), tests];

module.exports = {
  forbidden: [
    {
      name: "plumbing-knows-no-product",
      comment: "lib/platform imports nothing of ours.",
      severity: "error",
      from: { path: "^lib/platform/", pathNot: tests },
      to: { path: "^(app|components|prisma|scripts|lib/(?!platform/))" },
    },
    {
      name: "product-knows-no-screen",
      comment: "lib never imports app or components.",
      severity: "error",
      // Tests of the HTTP door call the routes behind it.
      from: { path: "^lib/", pathNot: tests },
      to: { path: "^(app|components)/" },
    },
    {
      name: "screen-asks-through-the-client",
      comment: "components see a noun only as schema, policy and client.",
      severity: "error",
      from: { path: "^components/", pathNot: tests },
      to: {
        path: "^lib/",
        pathNot: [
          `${noun}/(schema|policy|client)\\.tsx?$`,
          "^lib/auth/(permissions|actor|client)\\.ts$",
          "^lib/http/(query-client|api-client|page)\\.ts$",
          "^lib/format/",
        ],
        // Of the list envelope they need the type alone; it is read where lists are served.
        dependencyTypesNot: ["type-only"],
      },
    },
    {
      name: "screen-knows-types-of-the-client-only",
      comment: "components take types from nowhere else either, but for the list envelope.",
      severity: "error",
      from: { path: "^components/", pathNot: tests },
      to: { path: [`${noun}/(?!schema|policy|client)`, "^lib/platform/"], dependencyTypes: ["type-only"] },
    },
    {
      name: "ui-kit-knows-no-product",
      comment: "components/ui is domain-agnostic.",
      severity: "error",
      from: { path: "^components/ui/" },
      to: { path: `^components/(?!ui/)|^lib/(?!format/)` },
    },
    {
      name: "one-door-to-the-database",
      comment: "Only read, write, dto, jobs and what is listed above touch the database.",
      severity: "error",
      from: {
        pathNot: [
          `${noun}/(read|write|dto|jobs)\\.ts$`,
          files(extras.withDatabase),
          "^lib/(auth|platform)/",
          "^lib/http/idempotency\\.ts$",
          "^(prisma|scripts|bench)/",
          "^(server|vitest\\.database-worker)\\.ts$",
          tests,
        ],
      },
      to: { path: "^lib/platform/db\\.ts$", dependencyTypesNot: ["type-only"] },
    },
    {
      name: "one-mint",
      comment: "Only the doors in lib/auth mint an Actor.",
      severity: "error",
      from: { pathNot: ["^(lib/auth|prisma)/", tests] },
      to: { path: "^lib/auth/mint\\.ts$" },
    },
    {
      name: "a-noun-keeps-its-own-dto",
      comment:
        "dto and client serve their own noun in lib; nouns meet through schema, policy, read and write.",
      severity: "error",
      from: { path: "^lib/([^/]+)/", pathNot: tests },
      to: { path: "^lib/[^/]+/(dto|client)\\.tsx?$", pathNot: "^lib/$1/" },
    },
    {
      name: "a-noun-has-known-files",
      comment: "A file of a noun has one of the known names.",
      severity: "error",
      from: { path: `${noun}/`, pathNot: known },
      to: {},
    },
    {
      name: "a-noun-offers-known-files",
      comment: "The same, for files that import nothing.",
      severity: "error",
      from: {},
      to: { path: `${noun}/`, pathNot: known },
    },
    {
      name: "no-cycles",
      comment: "No cycles, but for types.",
      severity: "error",
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ["type-only"] } },
    },
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    doNotFollow: { path: "node_modules" },
    exclude: { path: "^lib/platform/generated/" },
  },
};
