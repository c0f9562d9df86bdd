export const roles = ["reviewer", "lead", "compliance", "auditor", "admin"] as const;
export type Role = (typeof roles)[number];

const everyone = roles;

/** The whole policy: one row per permission, with the roles that have it. */
export const permissions = {
  "sessions:read": everyone,
  // Opens a restricted session (GDPR Art. 18) after the member gives a reason, for half an hour.
  "sessions:read-restricted": ["compliance"],
  "results:read": everyone,
  "identities:read": everyone,
  "cases:read": everyone,
  "analytics:read": everyone,
  // No scope has it: an API key has no account of its own.
  "account:update": everyone,
  // No scope has them either: a view belongs to a member.
  "views:use": everyone,
  "views:share": ["lead", "admin"],
  // No scope has them: a second look is the judgement of a member.
  "quality:read": ["reviewer", "lead", "admin"],
  "quality:read-all": ["lead", "admin"],
  "quality:look": ["reviewer", "lead"],
  // No scope has it either: it says how members work.
  "involvement:read": ["lead", "compliance", "auditor", "admin"],
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
  "screening:read": everyone,
  // It compares with the organization's own lists, which costs nothing and leaves what was decided on hits.
  "screening:run": ["reviewer", "lead", "compliance"],
  "lists:read": ["reviewer", "lead", "compliance", "auditor"],
  "lists:write": ["lead", "compliance"],
  "sessions:tag": ["reviewer", "lead", "compliance"],
  "sessions:import": ["admin"],
  "privacy:export": ["compliance"],
  "privacy:redact": ["compliance"],
  "redactions:read": ["compliance", "auditor"],
  "identities:export": ["compliance"],
  "identities:redact": ["compliance"],
  "identities:flag": ["reviewer", "lead", "compliance"],
  "identities:tag": ["reviewer", "lead", "compliance"],
  "identities:archive": ["compliance"],
  "identities:merge": ["compliance"],
  "requests:read": ["compliance", "auditor"],
  "requests:receive": ["compliance"],
  "requests:work": ["compliance"],
  "holds:write": ["compliance"],
  "audit:read": ["compliance", "auditor", "admin"],
  "audit:verify": ["compliance", "auditor"],
  "settings:read": ["lead", "compliance", "auditor", "admin"],
  "settings:update": ["admin"],
  "reviewers:manage": ["lead", "admin"],
  "members:read": ["auditor", "admin"],
  "members:manage": ["admin"],
  "single-sign-on:manage": ["admin"],
  "api-keys:read": ["admin"],
  "api-keys:manage": ["admin"],
  "webhooks:read": ["admin"],
  "webhooks:manage": ["admin"],
  "sources:read": ["lead", "auditor", "admin"],
  "sources:manage": ["admin"],
  "analytics:review": ["lead", "compliance", "admin"],
  // No role has it: only a valid signed URL grants it.
  "documents:fetch": [],
  // No role has them: only the customer's own system creates sessions, says whose they are, and sends their documents.
  "sessions:create": [],
  "sessions:update": [],
  "documents:upload": [],
  "identities:create": [],
  "identities:update": [],
  // No role has it: only a capture link grants it, to the browser that opened it.
  "captures:fill": [],
  // No role has them: what a person is watched for, and what of a check is erased, the customer's own system says.
  "screening:monitor": [],
  "screening:redact": [],
  // No role has it: only the public page grants it, while settings open the page.
  "requests:ask": [],
  // No role has it: only the SCIM token of an identity provider grants it.
  "members:provision": [],
  // No role has it: only a download link together with its code grants it.
  "packages:collect": [],
  // No role has it: an API key gets the extracted fields of its whitelist.
  "pii:whitelisted": [],
} as const satisfies Record<string, readonly Role[]>;

export type Permission = keyof typeof permissions;

/** Returns the permissions of all these roles together. */
export function permissionsOfRoles(held: readonly Role[]): ReadonlySet<Permission> {
  const names = Object.keys(permissions) as Permission[];
  return new Set(
    names.filter((name) => (permissions[name] as readonly Role[]).some((role) => held.includes(role))),
  );
}

/** What the permissions of a member depend on. */
export type MemberStanding = {
  roles: readonly Role[];
  /** The roles for which the organization requires a second factor. */
  secondFactorRoles: readonly Role[];
  hasSecondFactor: boolean;
};

/** Returns whether a member must set up a second factor before anything else. */
export const mustAddFactor = ({ roles, secondFactorRoles, hasSecondFactor }: MemberStanding): boolean =>
  !hasSecondFactor && roles.some((role) => secondFactorRoles.includes(role));

/** Returns what a member may do now: only change their own account while a required second factor is missing. */
export const permissionsOfMember = (member: MemberStanding): ReadonlySet<Permission> =>
  mustAddFactor(member) ? new Set<Permission>(["account:update"]) : permissionsOfRoles(member.roles);

/** The scopes of API keys, and the permissions that each grants. */
export const scopePermissions = {
  "sessions:read": ["sessions:read", "privacy:export"],
  "sessions:create": ["sessions:create"],
  "sessions:import": ["sessions:import"],
  "sessions:write": [
    "sessions:create",
    "sessions:tag",
    "sessions:update",
    "documents:upload",
    "privacy:redact",
    "redactions:read",
  ],
  "documents:write": ["documents:upload"],
  "redact:write": ["privacy:redact", "redactions:read", "identities:redact", "screening:redact"],
  "identities:read": ["identities:read", "identities:export"],
  "identities:write": [
    "identities:read",
    "identities:create",
    "identities:redact",
    "identities:flag",
    "identities:tag",
    "identities:archive",
    "identities:update",
    "identities:merge",
  ],
  "verifications:read": ["results:read", "screening:read", "documents:view", "pii:whitelisted"],
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
  "screening:write": [
    "screening:read",
    "screening:resolve",
    "screening:run",
    "screening:monitor",
    "screening:redact",
  ],
  "checks:write": [
    "screening:read",
    "screening:resolve",
    "screening:run",
    "screening:monitor",
    "screening:redact",
  ],
  "analytics:read": ["analytics:read"],
  "lists:read": ["lists:read"],
  "lists:write": ["lists:read", "lists:write"],
  "audit:read": ["audit:read", "audit:verify"],
  "requests:read": ["requests:read"],
  "requests:write": ["requests:read", "requests:receive"],
  "holds:write": ["requests:read", "holds:write"],
  "webhooks:read": ["webhooks:read"],
  "webhooks:write": ["webhooks:read", "webhooks:manage"],
  "api_keys:read": ["api-keys:read"],
  "api_keys:write": ["api-keys:read", "api-keys:manage"],
} as const satisfies Record<string, readonly Permission[]>;

export type Scope = keyof typeof scopePermissions;
export const scopes = Object.keys(scopePermissions) as [Scope, ...Scope[]];

/** Returns the permissions of all these scopes together. An unknown scope grants nothing. */
export function permissionsOfScopes(scopes: readonly string[]): ReadonlySet<Permission> {
  return new Set(scopes.flatMap((scope) => scopePermissions[scope as Scope] ?? []));
}

/** Returns the scopes of API keys that grant a permission; none for what only members may do. */
export const scopesThatGrant = (permission: Permission): Scope[] =>
  scopes.filter((scope) => (scopePermissions[scope] as readonly Permission[]).includes(permission));
