import { z } from "zod";
import { snakeCase } from "@/lib/contract/inflection";
import { isStorable, storable } from "@/lib/format/text";

/** The attributes that every receiver needs to read and to order an event. */
const envelope = ["event", "idempotency_key", "created_at", "data"];
/** What an endpoint leaves out. */
export const attributeBlocklist = z
  .array(
    z
      .string()
      .trim()
      .regex(/^[A-Za-z][A-Za-z0-9_-]{0,63}$/, "must be the name of an attribute")
      .overwrite(snakeCase)
      .refine((name) => !envelope.includes(name), "is in every event and cannot be left out"),
  )
  .max(50)
  .meta({ description: "Attributes that are removed from every event, at any depth, in any spelling." });

/** The attributes that a condition can ask about: all that events have. */
export const conditionFields = [
  "event",
  "session_id",
  "identity_id",
  "case_id",
  "external_ref",
  "status",
  "is_sandbox",
  "resubmit_documents",
  "resubmit_reason",
  "new_hits",
  "check_id",
  "check_type",
  "check_status",
  "has_match",
  "flagged",
] as const;
const scalar = z.union([z.string().max(500).refine(isStorable, storable), z.number(), z.boolean(), z.null()]);
const field = z.string().max(64).overwrite(snakeCase).pipe(z.enum(conditionFields));
/** The operators of the contract's workflows (§16). */
const condition = z.discriminatedUnion("operator", [
  z.strictObject({ field, operator: z.enum(["==", "!="]), value: scalar }),
  z.strictObject({ field, operator: z.enum([">", ">=", "<", "<="]), value: z.number() }),
  z.strictObject({ field, operator: z.enum(["in", "not_in"]), value: z.array(scalar).min(1).max(100) }),
  z.strictObject({ field, operator: z.literal("contains"), value: z.string().min(1).max(500) }),
  z.strictObject({ field, operator: z.literal("exists"), value: z.boolean().optional() }),
]);
export type EventCondition = z.output<typeof condition>;
/** What an event must say to be sent. */
export const eventConditions = z.array(condition).max(20).meta({
  description:
    "An event is sent if it meets all of them. An attribute that an event does not have meets only `!=`, `not_in` and `exists` with `false`.",
});
