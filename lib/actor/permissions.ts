export const roles = ["reviewer", "lead", "compliance", "auditor", "admin"] as const;
export type Role = (typeof roles)[number];

const everyone = roles;

/** Who may do what: the whole policy on one screen, one row per permission. */
export const permissions = {
  "sessions:read": everyone,
  // What is restricted (GDPR Art. 18): with a reason, for half an hour.
  "sessions:read-restricted": ["compliance"],
  "results:read": everyone,
  "identities:read": everyone,
  "cases:read": everyone,
  "analytics:read": everyone,
  "documents:view": ["reviewer", "lead", "compliance"],
  "pii:mask": ["reviewer", "lead", "compliance"],
  "pii:reveal": ["reviewer", "lead", "compliance"],
  "cases:claim": ["reviewer", "lead"],
  "cases:decide": ["reviewer", "lead"],
  "cases:write": ["reviewer", "lead"],
  "cases:take-escalations": ["lead"],
  "cases:assign": ["lead"],
  "checks:override": ["lead"],
  "results:correct": ["lead"],
  "screening:resolve": ["reviewer", "lead"],
  "lists:read": ["reviewer", "lead", "compliance", "auditor"],
  "lists:write": ["lead", "compliance"],
  "sessions:import": ["admin"],
  "privacy:export": ["compliance"],
  "privacy:redact": ["compliance"],
  "redactions:read": ["compliance", "auditor"],
  "identities:export": ["compliance"],
  "identities:redact": ["compliance"],
  "requests:read": ["compliance", "auditor"],
  "requests:receive": ["compliance"],
  "requests:work": ["compliance"],
  "holds:write": ["compliance"],
  "audit:read": ["compliance", "auditor", "admin"],
  "audit:verify": ["compliance", "auditor"],
  "settings:read": ["lead", "compliance", "auditor", "admin"],
  "settings:update": ["admin"],
  "reviewers:manage": ["lead", "admin"],
  "analytics:review": ["lead", "compliance", "admin"],
  // Held by nobody: carried by a valid signed URL alone.
  "documents:fetch": [],
  // Held by nobody: carried by the public page while settings open it.
  "requests:ask": [],
  // Held by nobody: carried by a delivery link and its code.
  "packages:collect": [],
  // Held by nobody: what an API key's whitelist leaves of the extracted data.
  "pii:whitelisted": [],
} as const satisfies Record<string, readonly Role[]>;

export type Permission = keyof typeof permissions;

/** What a person with these roles may do: the union. */
export function permissionsOfRoles(held: readonly Role[]): ReadonlySet<Permission> {
  const names = Object.keys(permissions) as Permission[];
  return new Set(
    names.filter((name) => (permissions[name] as readonly Role[]).some((role) => held.includes(role))),
  );
}

/** The scopes an API key may carry, and the same permissions people have. */
export const scopePermissions = {
  "sessions:read": ["sessions:read", "privacy:export"],
  "sessions:write": ["privacy:redact", "redactions:read"],
  "redact:write": ["privacy:redact", "redactions:read", "identities:redact"],
  "identities:read": ["identities:read", "identities:export"],
  "identities:write": ["identities:read", "identities:redact"],
  "verifications:read": ["results:read", "documents:view", "pii:whitelisted"],
  "cases:read": ["cases:read"],
  "cases:decide": ["cases:read", "cases:claim", "cases:decide"],
  "cases:write": [
    "cases:read",
    "cases:claim",
    "cases:decide",
    "cases:write",
    "cases:take-escalations",
    "cases:assign",
    "checks:override",
    "results:correct",
  ],
  "screening:write": ["screening:resolve"],
  "checks:write": ["screening:resolve"],
  "lists:read": ["lists:read"],
  "lists:write": ["lists:read", "lists:write"],
  "audit:read": ["audit:read", "audit:verify"],
  "requests:read": ["requests:read"],
  "requests:write": ["requests:read", "requests:receive"],
  "holds:write": ["requests:read", "holds:write"],
} as const satisfies Record<string, readonly Permission[]>;

export type Scope = keyof typeof scopePermissions;

/** What an API key with these scopes may do: the union. An unknown scope grants nothing. */
export function permissionsOfScopes(scopes: readonly string[]): ReadonlySet<Permission> {
  return new Set(scopes.flatMap((scope) => scopePermissions[scope as Scope] ?? []));
}
