// The package has no entry point for a part of it, so its files are imported by their paths.
import { number as coercedNumber } from "../../node_modules/zod/v4/classic/coerce.js";
import { date, datetime } from "../../node_modules/zod/v4/classic/iso.js";

// biome-ignore lint/performance/noBarrelFile: a part of a package
export {
  array,
  boolean,
  discriminatedUnion,
  email,
  enum,
  int,
  int32,
  json,
  literal,
  looseObject,
  never,
  null,
  number,
  object,
  partialRecord,
  preprocess,
  record,
  strictObject,
  string,
  tuple,
  union,
  unknown,
  url,
  uuid,
  ZodDefault,
  ZodNonOptional,
  ZodNullable,
  ZodNumber,
  ZodObject,
  ZodOptional,
  ZodString,
  ZodStringFormat,
} from "../../node_modules/zod/v4/classic/schemas.js";

export const coerce = { number: coercedNumber };
export const iso = { date, datetime };
