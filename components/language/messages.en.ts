import { uiWords } from "@/components/ui/words";

/** What the pages outside the dashboard share: the switch, the kit's words, refusals by their code. */
export const en = {
  switch: "Language",
  kit: uiWords,
  error: {
    title: "This page could not be shown",
    detail:
      "No data was changed. Try again. If the error persists, give this ID to the organization that sent you here.",
  },
  notFound: "Not found",
  privacyNotice: "Privacy notice",
  problems: {
    forbidden: "This action is not allowed.",
    not_found: "This page is no longer open.",
    conflict: "The data has changed. Load the page again.",
    payload_too_large: "The text is too long. Shorten it and try again.",
    validation_error: "Some of the data is not valid. Check it and try again.",
    rate_limited: "Too many attempts. Try again later.",
    service_unavailable: "The service is temporarily unavailable. Try again in a few seconds.",
    internal_error: "An unexpected error occurred. Try again later.",
    unreachable: "The server could not be reached. Check the connection and try again.",
    outdated: "Countersign was updated or the connection failed. Load the page again.",
    unknown: "The server did not answer as expected. Load the page again.",
  },
} as const;
