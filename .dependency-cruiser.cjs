// The architecture as rules; `npm run check` fails if one is broken. lib/floors.json says which folder of lib
// stands on which floor, docs/decisions/0043 why.
const fs = require("node:fs");
const path = require("node:path");
const floors = require("./lib/floors.json");

const any = (names) => `(${names.join("|")})`;
const foldersOf = ({ folders }) => Object.keys(folders);
const everyFolder = floors.flatMap(foldersOf);
const tests = "\\.test\\.tsx?$";

/** A noun is a folder whose things the API answers with: it has a schema. */
const nouns = everyFolder.filter((name) => fs.existsSync(path.join(__dirname, "lib", name, "schema.ts")));

/** The names of files in a noun. */
const closed = ["schema", "policy", "load", "read", "write", "dto", "client", "jobs"];

/** The words in the API's paths: the file of an operation may have the name of its route. */
const routes = fs
  .readdirSync(path.join(__dirname, "app/api"), { recursive: true, encoding: "utf8" })
  .flatMap((file) => file.split(path.sep).slice(0, -1))
  .filter((word) => /^[a-z-]+$/.test(word));

/** Folders that work without a database. */
const pure = ["format", "browser", "contract", "folding", "language", "law", "mrz", "comparison", "letters"];

/** The messages of the nouns, and what the shell makes of them on the server. */
const ofMessages = [
  "^components/[^/]+/messages\\.ts$",
  "^components/[^/]+/messages\\.(en|de)\\.ts$",
  "^components/shell/(labels|nav)\\.ts$",
];

const upward = floors.slice(0, -1).map((floor, index) => ({
  name: `${floor.floor}-imports-nothing-above-it`,
  comment: "A folder imports from its own floor and from those below.",
  severity: "error",
  from: { path: `^lib/${any(foldersOf(floor))}/`, pathNot: tests },
  to: { path: `^lib/${any(floors.slice(index + 1).flatMap(foldersOf))}/` },
}));

module.exports = {
  forbidden: [
    ...upward,
    {
      name: "every-folder-has-a-floor",
      comment: "A folder of lib stands in lib/floors.json, with what it is for.",
      severity: "error",
      from: { path: "^lib/[^/]+/", pathNot: [`^lib/${any(everyFolder)}/`, tests] },
      to: {},
    },
    {
      name: "every-folder-that-is-used-has-a-floor",
      comment: "The same, for files that import nothing.",
      severity: "error",
      from: {},
      to: { path: "^lib/[^/]+/", pathNot: `^lib/${any(everyFolder)}/` },
    },
    {
      name: "no-cycles",
      comment: "No cycles of files, but for types.",
      severity: "error",
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ["type-only"] } },
    },
    {
      name: "plumbing-knows-no-product",
      comment: "lib/platform imports nothing of ours.",
      severity: "error",
      from: { path: "^lib/platform/", pathNot: tests },
      to: { path: "^(app|components|prisma|scripts|test|lib/(?!platform/))" },
    },
    {
      name: "product-knows-no-screen",
      comment: "lib never imports app, components or the scenes of tests.",
      severity: "error",
      // Tests of lib/http call the routes.
      from: { path: "^lib/", pathNot: tests },
      to: { path: "^(app|components|test)/" },
    },
    {
      name: "screen-asks-through-the-client",
      comment: "components see a noun only as schema, policy and client.",
      severity: "error",
      from: { path: "^components/", pathNot: tests },
      to: {
        path: "^lib/",
        pathNot: [
          `^lib/${any(nouns)}/(schema|policy|client)\\.tsx?$`,
          "^lib/auth/client\\.ts$",
          "^lib/actor/(permissions|actor)\\.ts$",
          "^lib/http/page\\.ts$",
          "^lib/(browser|format|language)/",
          "^lib/contract/(answer|vocabulary)\\.ts$",
        ],
        // Types may come from any file.
        dependencyTypesNot: ["type-only"],
      },
    },
    {
      name: "screen-knows-types-of-the-client-only",
      comment: "components take types from nowhere else either, but for what the whole API shares.",
      severity: "error",
      from: { path: "^components/", pathNot: tests },
      to: {
        path: [`^lib/${any(nouns)}/(?!schema|policy|client)`, "^lib/(platform|records|vault)/"],
        dependencyTypes: ["type-only"],
      },
    },
    {
      name: "the-dashboard-is-translated-on-the-server",
      comment: "Only the pages outside the dashboard bring use-intl to the browser.",
      severity: "error",
      from: {
        path: "^(app|components)/",
        pathNot: [
          "^components/(language|ask|auth|capture)/",
          "^components/delivery/collect-form\\.tsx$",
          "^app/\\(public\\)/",
          tests,
        ],
      },
      to: { path: "node_modules/use-intl/" },
    },
    {
      name: "messages-come-through-the-server",
      comment: "Components get finished texts, or the messages of one language, from the page.",
      severity: "error",
      from: { path: "^components/", pathNot: [...ofMessages, tests] },
      to: { path: ofMessages, dependencyTypesNot: ["type-only"] },
    },
    {
      name: "ui-kit-knows-no-product",
      comment: "components/ui is domain-agnostic.",
      severity: "error",
      from: { path: "^components/ui/" },
      to: { path: "^components/(?!ui/)|^lib/(?!format/)" },
    },
    {
      name: "one-door-to-the-database",
      comment: "Schemas, policies, clients, screens and what reckons without a database do not touch it.",
      severity: "error",
      from: {
        path: [`^lib/${any(nouns)}/(schema|policy|client)\\.ts$`, `^lib/${any(pure)}/`, "^(app|components)/"],
        pathNot: tests,
      },
      to: { path: "^lib/platform/db\\.ts$", dependencyTypesNot: ["type-only"] },
    },
    {
      name: "one-mint",
      comment: "Only the doors mint an Actor, and what proves a job, a signed URL or a refusal.",
      severity: "error",
      from: {
        pathNot: [
          "^lib/(auth/|actor/(job|mint)\\.ts$|records/signed-url\\.ts$|events/denial\\.ts$)",
          "^(test|prisma)/",
          tests,
        ],
      },
      to: { path: "^lib/actor/mint\\.ts$" },
    },
    {
      name: "sealed-values-open-at-the-gate",
      comment: "Only lib/records opens a sealed column, for a purpose; everybody else is handed its cipher.",
      severity: "error",
      from: {
        path: ["^lib/(?!(records|vault|platform)/)", "^(app|components|scripts)/"],
        pathNot: tests,
      },
      to: { path: "^lib/(vault/(cipher|open-keys)|platform/aead)\\.ts$", dependencyTypesNot: ["type-only"] },
    },
    {
      name: "a-noun-has-known-files",
      comment: "A file of a noun has one of the known names, or the name of its route.",
      severity: "error",
      from: {
        path: `^lib/${any(nouns)}/`,
        pathNot: [`^lib/[^/]+/${any([...closed, ...routes])}\\.tsx?$`, tests],
      },
      to: {},
    },
    {
      name: "a-noun-offers-known-files",
      comment: "The same, for files that import nothing.",
      severity: "error",
      from: {},
      to: {
        path: `^lib/${any(nouns)}/`,
        pathNot: [`^lib/[^/]+/${any([...closed, ...routes])}\\.tsx?$`, tests],
      },
    },
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    doNotFollow: { path: "node_modules" },
    exclude: { path: "^lib/platform/generated/" },
  },
};
