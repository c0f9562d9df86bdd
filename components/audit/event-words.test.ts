import { expect, it } from "vitest";
import { eventDetail } from "./event-words";

it.each([
  [{ fields: ["first_name", "document_number"] }, "fields: first name, document number"],
  [{ reviewerId: "mem_01", until: "2026-11-28" }, "until: 2026-11-28"],
  [{ outcome: "under_review", note: "Ask first_name" }, "outcome: under review, note: Ask first_name"],
  [{ count: 3, before: null }, "count: 3, before: null"],
  [{ tags: [] }, "tags: none"],
])("the details %o of an event read %s", (metadata, expected) => {
  expect(eventDetail("case.opened", metadata)).toBe(expected);
});
