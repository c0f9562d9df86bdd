import { type Permission, permissions } from "@/lib/actor/permissions";

/** The permissions that some role has. */
export type RolePermission = {
  [Name in Permission]: (typeof permissions)[Name] extends readonly [] ? never : Name;
}[Permission];

/** What each permission allows, in the order of the table. */
export const permissionWords: Record<RolePermission, string> = {
  "sessions:read": "Read sessions",
  "results:read": "Read results of sessions",
  "identities:read": "Read identities",
  "cases:read": "Read cases",
  "analytics:read": "Read the overview",
  "analytics:review": "Read the figures of reviews",
  "account:update": "Change one's own account",
  "views:use": "Save views of lists",
  "views:share": "Share views with the organization",
  "quality:read": "Read the figures of second looks",
  "involvement:read": "Read what part people had in decisions",
  "quality:read-all": "Read the figures of every reviewer's second looks",
  "quality:look": "Give second looks at decided cases",
  "documents:view": "Look at document images",
  "pii:mask": "See masked personal data",
  "pii:reveal": "Reveal personal data",
  "sessions:read-restricted": "Open restricted sessions, with a reason",
  "cases:claim": "Claim cases",
  "cases:decide": "Approve, reject and escalate cases",
  "cases:write": "Write notes, tags and priorities, and snooze cases",
  "screening:read": "Read screening checks",
  "screening:run": "Run screening checks",
  "screening:resolve": "Dismiss and confirm screening hits",
  "cases:take-escalations": "Claim escalated cases",
  "cases:assign": "Assign cases",
  "checks:override": "Override checks",
  "results:correct": "Correct extracted data",
  "lists:read": "Read the blocklist, lists and watchlists",
  "lists:write": "Change the blocklist, lists and watchlists",
  "requests:read": "Read requests of data subjects",
  "requests:receive": "Enter requests",
  "requests:work": "Answer requests",
  "privacy:export": "Export the data of a session",
  "identities:export": "Export the data of an identity",
  "privacy:redact": "Redact sessions",
  "identities:redact": "Redact identities",
  "identities:tag": "Tag identities",
  "identities:archive": "Archive and restore identities",
  "identities:merge": "Merge identities of one person",
  "identities:flag": "Flag identities and remove flags",
  "redactions:read": "Read bulk redactions",
  "holds:write": "Place and lift legal holds",
  "audit:read": "Read the audit log",
  "audit:verify": "Verify the audit log",
  "settings:read": "Read settings",
  "settings:update": "Change settings",
  "reviewers:manage": "Change limits, absence and queues of reviewers",
  "members:read": "Read the list of members",
  "members:manage": "Invite members, change their roles, and remove them",
  "single-sign-on:manage": "Set up single sign-on",
  "api-keys:read": "Read the list of API keys",
  "api-keys:manage": "Create, change and revoke API keys",
  "webhooks:read": "Read webhook endpoints and their deliveries",
  "webhooks:manage": "Create, change, test and delete webhook endpoints",
  "sessions:tag": "Tag sessions",
  "sessions:import": "Import sessions",
  "sources:read": "Read sources and their runs",
  "sources:manage": "Connect, change, test and remove sources",
};

export const rolePermissions = Object.keys(permissionWords) as RolePermission[];

/** Returns whether a role has a permission. */
export const hasPermission = (role: string, permission: RolePermission): boolean =>
  (permissions[permission] as readonly string[]).includes(role);
