import { describe, expect, it } from "vitest";
import { withoutBlanks } from "@/components/ui/form-values";
import { type SourceDto, sourceInput } from "@/lib/sources/schema";
import {
  blankDraft,
  changeDraftOf,
  changeForm,
  changesOf,
  followed,
  idsIn,
  inputOf,
  statusesIn,
  withStatuses,
} from "./source-draft";
import { sessionCount } from "./source-looks";

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

  const source: SourceDto = {
    ...{
      id: "src_1",
      name: "hosted",
      environment: "sandbox",
      vendor: "verifa",
      baseUrl: "https://api.example",
    },
    ...{
      vendorSettings: { a: {}, b: "x" },
      since: "2026-01-31T15:30:00Z",
      statuses: ["a", "b"],
      workflows: [],
    },
    ...{ everySeconds: 30, fullEverySeconds: 3600, reportsDecisions: false, reportsRedactions: false },
    ...{ hasNoticeSecret: false, noticeUrl: null, state: "running", lists: true, stoppedBecause: null },
    ...{
      quietUntil: null,
      lastError: null,
      lastErrorAt: null,
      listedAt: null,
      nextListAt: "2026-01-01T00:00:00Z",
    },
    ...{ waiting: 0, setAside: 0, keptHere: 0, version: 3 },
    ...{ createdAt: "2026-01-01T00:00:00Z", updatedAt: "2026-01-01T00:00:00Z" },
  };
  const draft = changeDraftOf(source);
  const sent = (changes: Partial<typeof draft>) =>
    changeForm.safeParse(withoutBlanks(changesOf({ ...draft, ...changes }, source)));

  it("sends what was changed, as it was typed, with the version that the draft was made of", () => {
    expect(sent({}).data).toEqual({ version: 3 });
    expect(sent({ everySeconds: "60" }).data).toEqual({ everySeconds: 60, version: 3 });
    expect(sent({ statuses: "", since: "" }).data).toEqual({ statuses: [], since: null, version: 3 });
    const vendorSettings = { a: {}, b: "", c_d: 1 };
    expect(sent({ vendorSettings: JSON.stringify(vendorSettings) }).data).toEqual({
      vendorSettings,
      version: 3,
    });
    expect(sent({ vendorSettings: " " }).data).toEqual({ vendorSettings: {}, version: 3 });
  });

  it.each(["{", "[]", "null"])("refuses settings that are no object of JSON: %s", (vendorSettings) => {
    expect(sent({ vendorSettings }).success).toBe(false);
  });

  it("follows the vendor in its kind of key, and in its name until one is typed", () => {
    const vendors = [
      { vendor: "verifa", keys: ["api_key" as const] },
      { vendor: "stripe_identity", keys: ["api_key" as const] },
      { vendor: "veriff", keys: ["basic" as const] },
    ].map((each) => ({
      ...each,
      ...{ title: each.vendor, lists: true, takesNotices: true, takesReports: [], vendorSettings: {} },
    }));
    expect(followed(vendors, "veriff", "verifa")).toEqual({ kind: "basic", name: "veriff" });
    expect(followed(vendors, "stripe_identity", "")).toEqual({ kind: "api_key", name: "stripe-identity" });
    expect(followed(vendors, "verifa", "stripe-identity").name).toBe("verifa");
    expect(followed(vendors, "veriff", "hosted")).toEqual({ kind: "basic", name: "hosted" });
  });

  it("edits the statuses in a text of settings, and leaves the rest of it", () => {
    const text = JSON.stringify({ statuses: { "4": "needs_review" }, list: { mode: "none" } });
    expect(statusesIn(text)).toEqual({ "4": "needs_review" });
    const edited = withStatuses(text, { "4": "approved", odd: "failed" });
    expect(JSON.parse(edited)).toEqual({
      statuses: { "4": "approved", odd: "failed" },
      list: { mode: "none" },
    });
    for (const other of ["{", "{}", '{"statuses":[]}', '{"statuses":{"4":1}}'])
      expect(statusesIn(other)).toBeNull();
  });

  it("reads ids between lines, spaces and commas", () => {
    expect(idsIn(" a,b\n\nc\t d ")).toEqual(["a", "b", "c", "d"]);
    expect(idsIn(" \n")).toEqual([]);
  });

  it("says where a count ends", () => {
    expect([sessionCount(9_999), sessionCount(10_000)]).toEqual(["9\u202f999", "10\u202f000 or more"]);
  });
});
