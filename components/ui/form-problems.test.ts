import { describe, expect, it } from "vitest";
import { z } from "zod";
import { inputAt, ofValue, ofWhole, valueProblems } from "./form-problems";

const said = (schema: z.ZodType, value: unknown) =>
  valueProblems(z.strictObject({ value: schema }), { value })[0]?.message;

describe("the problems that a schema finds", () => {
  it("include missing values", () => {
    const schema = z.strictObject({
      reason: z.string().min(1),
      code: z.enum(["a", "b"]),
      roles: z.array(z.string()).min(1),
    });
    expect(valueProblems(schema, { reason: "", roles: [] })).toEqual([
      { path: "reason", isMissing: true, message: "Fill in this field." },
      { path: "code", isMissing: true, message: "Fill in this field." },
      { path: "roles", isMissing: true, message: "Fill in this field." },
    ]);
  });

  it.each([
    [z.string().min(3), "no", "Enter at least 3 characters."],
    [z.string().max(2), "long", "Enter at most 2 characters."],
    [z.int().min(1).max(100), 101, "Enter a whole number from 1 to 100."],
    [z.int().min(1).max(100).nullable().optional(), 1.5, "Enter a whole number from 1 to 100."],
    [z.int().min(3), 1, "Enter at least 3."],
    [z.int(), Number.NaN, "Enter a whole number."],
    [z.int(), 1.5, "Enter a whole number."],
    [z.array(z.string()).max(1), ["a", "b"], "Enter at most 1 value."],
    [z.iso.date(), "soon", "Enter a valid date."],
    [z.iso.datetime(), "soon", "Enter a valid date and time."],
    [z.string().regex(/^[a-z]+$/, "lower-case letters"), "A", "Lower-case letters."],
    [z.string().regex(/^[a-z]+$/), "A", "Check this value."],
    [z.string().refine(() => false, "must be after today"), "A", "This value must be after today."],
    [z.enum(["a"]), "b", "Check this value."],
  ])("are worded for the person who typed (%#)", (schema, value, message) => {
    expect(said(schema, value)).toBe(message);
  });

  it("are one per path", () => {
    const twice = z
      .string()
      .refine(() => false, "first")
      .refine(() => false, "second");
    expect(valueProblems(z.strictObject({ value: twice }), { value: "x" })).toHaveLength(1);
  });
});

describe("the words of the API", () => {
  it("become sentences", () => {
    expect(ofValue("is in the future")).toBe("This value is in the future.");
    expect(ofValue("at least one field")).toBe("At least one field.");
    expect(ofValue("Already a sentence.")).toBe("Already a sentence.");
  });

  it("do not call a whole form a value", () => {
    expect(ofWhole(ofValue("must contain a name"))).toBe("Must contain a name.");
  });
});

describe("a problem", () => {
  it("belongs to the input of its path or of the list around it", () => {
    const inputs = ["queues", "requester.email"];
    expect(inputAt(inputs, "queues.1")).toBe("queues");
    expect(inputAt(inputs, "requester.email")).toBe("requester.email");
    expect(inputAt(inputs, "requester")).toBeUndefined();
    expect(inputAt(inputs, "queuesOfOthers")).toBeUndefined();
  });
});
