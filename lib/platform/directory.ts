/**
 * Tables that are read before the organization is known, and tables of the whole database, each with the reason.
 * Every other table belongs to organizations: its keys begin with the organization, and every statement on it names
 * the organization (docs/decisions/0041).
 */
export const directoryTables: Readonly<Record<string, string>> = {
  organizations: "lists the organizations",
  members: "a member signs in with only an e-mail address",
  sign_ins: "a cookie names only the sign-in",
  invitations: "a link contains only a token",
  password_links: "a link contains only a token",
  api_keys: "a call contains only a secret",
  passkey_challenges: "a browser asks for a challenge before anyone has signed in",
  rate_limits: "counts attempts by address and account before the caller is known",
  redaction_cleanups: "names keys that the next start must destroy, for every organization",
  ledger_marks: "says how far this database has followed the erasure ledger",
  installation: "says which installation this database belongs to",
};

/** Unique indexes of an organization's tables that span the whole database, each with the reason. */
export const directoryIndexes: Readonly<Record<string, string>> = {
  delivery_links_token_digest_key: "a download link contains only a token",
  delivery_links_grant_digest_key: "the cookie of a browser that opened a link contains only a grant",
  one_time_links_token_digest_key: "a capture link contains only a token",
  one_time_links_grant_digest_key: "the cookie of a browser that opened a link contains only a grant",
  passkeys_credential_id_key: "a passkey that signs in names only itself",
  sso_connections_id_key: "the address of a single sign-on contains only the connection",
  scim_tokens_digest_key: "a call over SCIM contains only a token",
  sources_id_key: "a vendor's notice names only the source",
  sso_domains_verified_domain_key: "a single sign-on may begin with only an e-mail domain",
};

/**
 * Columns that find a row of an organization's table before the organization is known: those of {@link
 * directoryIndexes}. A statement that compares such a column need not name the organization.
 */
export const directoryColumns: Readonly<Record<string, readonly string[]>> = {
  delivery_links: ["token_digest", "grant_digest"],
  one_time_links: ["token_digest", "grant_digest"],
  passkeys: ["credential_id"],
  sources: ["id"],
  sso_connections: ["id"],
  sso_domains: ["verified_domain"],
  scim_tokens: ["digest"],
};

/**
 * Statements that look at all organizations at once, each with the reason. All other work visits one organization
 * after the other.
 */
export const everyOrganization = {
  "databases.match": "at the start: checks whether images and keys belong to this database",
  "audit.align": "at the start: the order of all logs continues after the highest transaction of any of them",
  "audit.verify": "every few seconds: finds the logs that are to be verified, usually none",
  "captures.expire": "every minute: finds the capture links that have expired, usually few",
  "captures.wait": "hourly: finds the sessions that have waited for a decision for a month, usually none",
  "evaluation.run": "every few seconds: a process starts on one submitted session of any organization",
  "case-counts.fold": "every minute: finds the scopes whose counts have changed, usually few",
  "screening.monitor":
    "every minute: finds the monitored checks that are older than a list's newest version, usually none",
  "cases.release": "every few seconds: finds the claims and snoozes that have ended, usually few",
  "erasure.resume": "hourly: finds the requests whose erasure or notices are not complete, usually few",
  "packages.build": "every few seconds: a process starts on one package of any organization",
  "redactions.run": "every few seconds: finds the bulk redactions that are running, usually none",
  "mail.send": "every two seconds: finds the organizations that have a mail to send, usually none",
  "webhooks.send": "every second: finds the endpoints that have something to be sent, usually none",
  "sources.remap": "every few seconds: finds the mappings that are to be applied again, usually none",
  "sources.take": "every second: finds the sources that have something to list or to fetch, usually none",
  "sources.end-runs": "every second: ends the runs of sources that were paused or stopped, usually none",
  "telemetry.state":
    "at most every 30 seconds, when Prometheus asks: counts what waits, a bounded number of each organization",
  "vault.reindex": "converts rows of an older release in batches until none is left",
} as const satisfies Readonly<Record<string, string>>;
