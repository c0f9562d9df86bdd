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

it.each([
  [
    "identity.merged",
    { merged: ["idn_2"], sessions: 1, flagsDropped: [{ identityId: "idn_2", reason: "document_fraud" }] },
    "idn_2, 1 session, flag of idn_2 not kept (document fraud)",
  ],
  ["identity.merged", { merged: ["idn_2"], sessions: 2 }, "idn_2, 2 sessions"],
  [
    "list.updated",
    { fields: ["description", "matchMode"], changes: { matchMode: { before: "flag", after: "block" } } },
    "match mode: flag → block; description",
  ],
  ["list.updated", { changes: { description: { before: null, after: "x" } } }, "description: none → x"],
  ["search.lists", { digest: "ab", kinds: ["email"], found: 1 }, "by e-mail, 1 entry found"],
])("%s with %o reads %s", (type, metadata, expected) => {
  expect(eventDetail(type, metadata)).toBe(expected);
});
