import type { z } from "zod";
import { counted } from "@/lib/format/number";
import { capital } from "@/lib/format/words";
import { limitsOf } from "./form-limits";

/** A problem of a value. `isMissing`: no value was given; the input may have its own message. */
export type ValueProblem = { path: string; isMissing: boolean; message: string };

/** Turns the API's words into a sentence: `lower-case letters` → `Lower-case letters.` */
export const asSentence = (message: string): string =>
  /[.!?]$/.test(message) ? capital(message) : `${capital(message)}.`;

/** Adds a subject to the API's words about one value: `is in the future` → `This value is in the future.` */
export const ofValue = (message: string): string =>
  asSentence(/^(is|must|changes|says) /.test(message) ? `this value ${message}` : message);

/**
 * Removes the subject for a message above a whole form: `This value must contain a name.` → `Must contain a name.`
 */
export const ofWhole = (message: string): string => capital(message.replace(/^This value /, ""));

const atPath = (value: unknown, path: readonly PropertyKey[]): unknown =>
  path.reduce<unknown>(
    (within, name) => (typeof within === "object" && within !== null ? Reflect.get(within, name) : undefined),
    value,
  );

const units: Partial<Record<string, string>> = { string: "character", array: "value" };

/** `3 characters`, `1 value`, or the bare bound of a number. */
function amount(bound: number | bigint, origin: string): string {
  const unit = units[origin];
  return unit ? counted(Number(bound), unit) : String(bound);
}

const formats: Partial<Record<string, string>> = {
  date: "Enter a valid date.",
  datetime: "Enter a valid date and time.",
};

/** Words a schema's issue for the person who typed; zod's own words are for developers. */
function say(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case "too_small":
      return `Enter at least ${amount(issue.minimum, issue.origin)}.`;
    case "too_big":
      return `Enter at most ${amount(issue.maximum, issue.origin)}.`;
    case "invalid_format":
      return (
        formats[issue.format] ??
        (issue.message.startsWith("Invalid") ? "Check this value." : ofValue(issue.message))
      );
    case "invalid_type":
      return ["int", "number"].includes(issue.expected) ? "Enter a whole number." : "Check this value.";
    case "custom":
      return ofValue(issue.message);
    default:
      return "Check this value.";
  }
}

/** Returns the range of a number, which says more than the bound that was exceeded. */
function rangeOf(schema: z.ZodType, path: string): string | undefined {
  const { min, max } = limitsOf(schema, path);
  if (min === undefined || max === undefined || max >= Number.MAX_SAFE_INTEGER) return undefined;
  return `Enter a whole number from ${min} to ${max}.`;
}

/** Returns whether nothing was entered or chosen. */
const isBlank = (value: unknown) =>
  value === undefined || value === "" || (Array.isArray(value) && value.length === 0);

/** Lists the problems that a schema finds in an input, one per path; empty when it is valid. */
export function valueProblems(schema: z.ZodType, input: unknown): ValueProblem[] {
  const { error } = schema.safeParse(input);
  if (!error) return [];
  const found = new Map<string, ValueProblem>();
  for (const issue of error.issues) {
    const path = issue.path.join(".");
    const value = atPath(input, issue.path);
    const isMissing = isBlank(value);
    if (!found.has(path))
      found.set(path, {
        path,
        isMissing,
        message: isMissing ? "Fill in this field." : (rangeOf(schema, path) ?? say(issue)),
      });
  }
  return [...found.values()];
}

/** Returns the input that a path of the operation belongs to: `queues.1` belongs to `queues`. */
export function inputAt(inputs: Iterable<string>, path: string): string | undefined {
  return [...inputs].find((name) => path === name || path.startsWith(`${name}.`));
}
