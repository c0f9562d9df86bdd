import { describe, expect, it } from "vitest";
import { changesOf, inputsOf, withoutBlanks } from "./form-values";

const values = { reason: " late ", requester: { email: "", name: " " }, isTold: false, marks: [] };

describe("the values of a form", () => {
  it("are named by the paths of their inputs", () => {
    expect(inputsOf({ requester: { email: "a@b.example" }, kind: "access" })).toEqual([
      ["requester.email", "a@b.example"],
      ["kind", "access"],
    ]);
  });

  it("are sent trimmed, without blank texts and without groups that contain nothing else", () => {
    expect(withoutBlanks(values)).toEqual({ reason: "late", isTold: false, marks: [] });
  });

  it("give only the changed inputs as a draft", () => {
    const changed = { ...values, marks: [{ from: 0, to: 3 }], requester: { email: "x", name: " " } };
    expect(changesOf(values, changed)).toEqual({ "requester.email": "x", marks: [{ from: 0, to: 3 }] });
  });

  it("give no draft when nothing is changed, or only a confirmation", () => {
    expect(changesOf(values, structuredClone(values))).toBeUndefined();
    expect(changesOf(values, { ...values, reason: "other" }, ["reason"])).toBeUndefined();
  });
});
