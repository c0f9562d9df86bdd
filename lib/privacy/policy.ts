/**
 * The cause of a redaction: a member or API key asked for it, a request's plan erases the session, its retention
 * ended, or a backup restored an erased session.
 */
export type Cause = "redaction" | "request" | "retention" | "replay";
