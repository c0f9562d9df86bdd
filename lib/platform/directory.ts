/**
 * The tables that are read before anybody knows which organization asks, and those of the whole database. Every other
 * table is an organization's own: its keys begin with the organization, and every statement on it names the
 * organization (docs/decisions/0041). Each with the reason why it is here.
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

/** Unique indexes of an organization's own tables that hold for the whole database, each with the reason. */
export const directoryIndexes: Readonly<Record<string, string>> = {
  delivery_links_token_digest_key: "a link to a package holds a token alone",
  delivery_links_grant_digest_key: "the cookie of a browser that opened a link holds a grant alone",
};

/**
 * The columns by which a row of an organization's own table is found before the organization is known: those of
 * {@link directoryIndexes}. A statement that compares one of them need not name the organization.
 */
export const directoryColumns: Readonly<Record<string, readonly string[]>> = {
  delivery_links: ["token_digest", "grant_digest"],
};
