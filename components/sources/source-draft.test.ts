import { describe, expect, it } from "vitest";
import { sourceChanges, sourceInput } from "@/lib/sources/schema";
import { blankDraft, changesOf, inputOf } from "./source-draft";

const filled = {
  ...blankDraft(undefined),
  vendor: "verifa",
  name: "hosted",
  baseUrl: "https://api.example",
  key: "k",
};

describe("the form of a source", () => {
  it("gives a key alone, and a user with a password", () => {
    expect(sourceInput.parse(inputOf(filled)).credentials).toEqual({ kind: "api_key", key: "k" });
    const basic = { ...filled, kind: "basic", user: "u", password: "p" };
    expect(sourceInput.parse(inputOf(basic)).credentials).toEqual({
      kind: "basic",
      user: "u",
      password: "p",
    });
  });

  it("begins at the start of a day", () => {
    expect(sourceInput.parse(inputOf({ ...filled, since: "2026-01-31" })).since).toBe("2026-01-31T00:00:00Z");
  });

  it("refuses settings that are no JSON", () => {
    const draft = {
      ...{ everySeconds: "30", fullEverySeconds: "3600", since: "", statuses: "a, b,", workflows: "" },
      ...{ reportsDecisions: false, reportsRedactions: false, vendorSettings: "{" },
    };
    expect(sourceChanges.safeParse(changesOf(draft, 1)).success).toBe(false);
    const read = sourceChanges.parse(changesOf({ ...draft, vendorSettings: "{}" }, 1));
    expect(read).toMatchObject({ statuses: ["a", "b"], workflows: [], vendorSettings: {} });
  });
});
