import { z } from "zod";

/** What an input tells the browser: nobody types more than the operation takes. */
export type InputLimits = { required?: boolean; maxLength?: number; min?: number; max?: number };

type Inner = { schema: z.ZodType; isOptional: boolean };

/** A schema without what makes it optional. */
function innerOf(schema: z.ZodType): Inner {
  if (schema instanceof z.ZodNonOptional)
    return { schema: innerOf(schema.unwrap() as z.ZodType).schema, isOptional: false };
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodNullable || schema instanceof z.ZodDefault)
    return { schema: innerOf(schema.unwrap() as z.ZodType).schema, isOptional: true };
  return { schema, isOptional: false };
}

/**
 * The limits of one value of an operation, read from its schema.
 * @param path - as in `requester.email`
 * @returns nothing for a path that the schema does not have
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
