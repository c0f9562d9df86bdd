import { type Scope, scopes } from "@/lib/actor/permissions";

/** What each scope allows. */
export const scopeWords: Record<Scope, string> = {
  "sessions:read": "Read and export sessions",
  "verifications:read": "Read results, documents and checks",
  "identities:read": "Read and export identities",
  "sessions:create": "Create sessions",
  "documents:write": "Upload documents of sessions",
  "sessions:import": "Import sessions with their images",
  "analytics:read": "Read the figures of sessions",
  "cases:read": "Read cases",
  "cases:decide": "Claim and decide cases",
  "screening:write": "Run, read and redact screening checks; dismiss and confirm hits",
  "lists:read": "Read the blocklist, lists and watchlists",
  "lists:write": "Change the blocklist, lists and watchlists",
  "requests:read": "Read requests of data subjects",
  "requests:write": "Enter requests of data subjects",
  "holds:write": "Place and lift legal holds",
  "audit:read": "Read and verify the audit log",
  "api_keys:read": "Read the list of API keys",
  "api_keys:write": "Create, change and revoke API keys",
  "webhooks:read": "Read webhook endpoints and their deliveries",
  "webhooks:write": "Create, change, test and delete webhook endpoints",
  "redact:write": "Redact sessions and identities",
  "sessions:write": "Create, update, tag, expire and redact sessions",
  "identities:write": "Read, create, update, tag, flag, archive, merge and redact identities",
  "cases:write": "Do everything with cases, also assign, correct and override",
  "checks:write": "Run, read and redact screening checks; dismiss and confirm hits",
};

type Group = { title: string; hint?: string; scopes: readonly Scope[] };

/** The scopes as the dialog groups them. */
export const scopeGroups: readonly Group[] = [
  {
    title: "Sessions and identities",
    scopes: [
      "sessions:read",
      "verifications:read",
      "identities:read",
      "analytics:read",
      "sessions:create",
      "documents:write",
      "sessions:import",
    ],
  },
  {
    title: "Cases and screening",
    scopes: ["cases:read", "cases:decide", "screening:write", "lists:read", "lists:write"],
  },
  { title: "Requests and legal holds", scopes: ["requests:read", "requests:write", "holds:write"] },
  {
    title: "Audit log, API keys and webhooks",
    scopes: ["audit:read", "api_keys:read", "api_keys:write", "webhooks:read", "webhooks:write"],
  },
  { title: "Redaction (irreversible)", scopes: ["redact:write"] },
  {
    title: "Older, broad scopes",
    hint: "For programs that were written for them. New keys should have the scopes above.",
    scopes: ["sessions:write", "identities:write", "cases:write", "checks:write"],
  },
];

const isScope = (text: string): text is Scope => (scopes as readonly string[]).includes(text);

const lower = (text: string) => text.charAt(0).toLowerCase() + text.slice(1);

/** Says what a key allows, as one sentence's parts; a scope that this version does not know stays as it is. */
export const scopesInWords = (held: readonly string[]): string[] =>
  held
    .map((scope) => (isScope(scope) ? scopeWords[scope] : scope))
    .map((text, at) => (at === 0 ? text : lower(text)));
