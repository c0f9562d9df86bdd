import type { AttemptFailure } from "@/lib/platform/generated/enums";

/** What a failed attempt is called on the pages and in answers. */
const words: Record<AttemptFailure, string> = {
  address_not_allowed: "The URL does not lead to a public https address.",
  name_not_found: "The host name was not found.",
  connection_failed: "No connection could be made.",
  tls_failed: "The TLS certificate or handshake was not accepted.",
  timed_out: "No complete answer came within 30 seconds.",
  closed_early: "The connection closed before the answer was complete.",
  interrupted: "The attempt was interrupted by a restart. The event may have arrived.",
  redirected: "The endpoint redirected. Redirects are not followed.",
  refused: "The endpoint answered with an HTTP status other than 2xx.",
  secret_unreadable: "The secret of the endpoint could not be decrypted. Rotate it.",
};

/** Returns the sentence for a failure; null without one. */
export const failureInWords = (failure: AttemptFailure | null | undefined): string | null =>
  failure ? words[failure] : null;
