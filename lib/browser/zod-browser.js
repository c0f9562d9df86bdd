// What our schemas use of zod, without the others, the error texts in fifty languages and the JSON schema
// converter. The package has no such entry point, so its files are imported by their paths (docs/decisions/0014). A
// test compares this list with the code.

import { number as coercedNumber } from "../../node_modules/zod/v4/classic/coerce.js";
import { date, datetime } from "../../node_modules/zod/v4/classic/iso.js";
import {
  array,
  boolean,
  email,
  enum as enumOf,
  int,
  int32,
  json,
  literal,
  looseObject,
  never,
  number,
  object,
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
import { config } from "../../node_modules/zod/v4/core/core.js";
import en from "../../node_modules/zod/v4/locales/en.js";

config(en());

export const z = {
  array,
  boolean,
  coerce: { number: coercedNumber },
  email,
  enum: enumOf,
  int,
  int32,
  iso: { date, datetime },
  json,
  literal,
  looseObject,
  never,
  number,
  object,
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
};
