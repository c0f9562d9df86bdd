/**
 * Tables that are read before the organization is known, and tables of the whole database, each with the reason.
 * Every other table belongs to organizations: its keys begin with the organization, and every statement on it names
 * the organization (docs/decisions/0041).
 */
export const directoryTables: Readonly<Record<string, string>> = {
  organizations: "says which organizations there are",
  members: "a person signs in with an e-mail address alone",
  sign_ins: "a cookie names nothing else",
  invitations: "a link holds a token alone",
  api_keys: "a call holds a secret alone",
  rate_limits: "counts tries of addresses and accounts before anybody is known",
  redaction_cleanups:
    "names keys that are still to be destroyed; the next start destroys them, whosever they are",
  ledger_marks: "says how far this database is in the ledger of erasures",
  installation: "says what this database belongs to",
};

/** Unique indexes of an organization's tables that span the whole database, each with the reason. */
export const directoryIndexes: Readonly<Record<string, string>> = {
  delivery_links_token_digest_key: "a link to a package holds a token alone",
  delivery_links_grant_digest_key: "the cookie of a browser that opened a link holds a grant alone",
};

/**
 * Columns that find a row of an organization's table before the organization is known: those of {@link
 * directoryIndexes}. A statement that compares such a column need not name the organization.
 */
export const directoryColumns: Readonly<Record<string, readonly string[]>> = {
  delivery_links: ["token_digest", "grant_digest"],
};

/**
 * Statements that look at all organizations at once, each with the reason. All other work visits one organization
 * after the other.
 */
export const everyOrganization = {
  "databases.match": "at the start: whether images and keys belong to this database",
  "audit.align": "the order of all logs runs on from the highest transaction that any of them holds",
  "audit.verify": "every few seconds: which logs were asked to be verified, of all that there are",
  "case-counts.fold": "every minute: where counts have changed, which is nearly nowhere",
  "cases.release": "every few seconds: the few claims and snoozes that have ended, of all that there are",
  "erasure.resume": "hourly: the few requests of which something has still to go or to be told",
  "packages.build": "every few seconds: one package is taken by one process, whosever it is",
  "redactions.run": "every few seconds: which bulk redactions run, of all that there are",
  "vault.reindex": "rows of an older release, a batch at a time, until there are none in the database",
} as const satisfies Readonly<Record<string, string>>;
