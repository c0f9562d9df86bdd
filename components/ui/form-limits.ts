import { z } from "zod";

/** The limits of an input, so that nobody types more than the operation accepts. */
export type InputLimits = { required?: boolean; maxLength?: number; min?: number; max?: number };

type Inner = { schema: z.ZodType; isOptional: boolean };

/** Unwraps optional, nullable and default schemas. */
function innerOf(schema: z.ZodType): Inner {
  if (schema instanceof z.ZodNonOptional)
    return { schema: innerOf(schema.unwrap() as z.ZodType).schema, isOptional: false };
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodNullable || schema instanceof z.ZodDefault)
    return { schema: innerOf(schema.unwrap() as z.ZodType).schema, isOptional: true };
  return { schema, isOptional: false };
}

/**
 * Reads the limits of one value of an operation from its schema.
 * @param path - such as `requester.email`
 * @returns an empty object for an unknown path
 */
export function limitsOf(schema: z.ZodType, path: string): InputLimits {
  let at = innerOf(schema);
  for (const name of path.split(".")) {
    if (!(at.schema instanceof z.ZodObject)) return {};
    const next: z.ZodType | undefined = at.schema.shape[name];
    if (!next) return {};
    at = innerOf(next);
  }
  if (at.schema instanceof z.ZodNumber)
    return { min: at.schema.minValue ?? undefined, max: at.schema.maxValue ?? undefined };
  if (!(at.schema instanceof z.ZodString || at.schema instanceof z.ZodStringFormat)) return {};
  return { required: !at.isOptional, maxLength: at.schema.maxLength ?? undefined };
}
