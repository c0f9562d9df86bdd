import { describe, expect, it } from "vitest";
import { z } from "zod";
import { limitsOf } from "./form-limits";

const schema = z
  .strictObject({
    reason: z
      .string()
      .trim()
      .min(1)
      .max(4000)
      .refine((text) => text !== "no", "is no reason"),
    until: z.iso.datetime({ offset: true }).optional(),
    capacity: z.int().min(1).max(1_000).nullable().optional(),
    address: z
      .strictObject({ city: z.string().max(200), zip: z.string().max(32).nullish() })
      .partial()
      .optional(),
    queues: z.array(z.string()).max(50),
  })
  .refine(() => true);

describe("the limits of an input", () => {
  it("equal those of the schema", () => {
    expect(limitsOf(schema, "reason")).toEqual({ required: true, maxLength: 4000 });
    expect(limitsOf(schema, "until")).toEqual({ required: false, maxLength: undefined });
    expect(limitsOf(schema, "capacity")).toEqual({ min: 1, max: 1_000 });
  });

  it("are found inside optional groups", () => {
    expect(limitsOf(schema, "address.zip")).toEqual({ required: false, maxLength: 32 });
  });

  it("follow what a form requires beyond the operation", () => {
    const stricter = z.strictObject({ reason: z.string().max(255).optional() }).required({ reason: true });
    expect(limitsOf(stricter, "reason")).toEqual({ required: true, maxLength: 255 });
  });

  it("do not exist for an unknown path, and for lists", () => {
    expect(limitsOf(schema, "owner")).toEqual({});
    expect(limitsOf(schema, "reason.inner")).toEqual({});
    expect(limitsOf(schema, "queues")).toEqual({});
  });
});
