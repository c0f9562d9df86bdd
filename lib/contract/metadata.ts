import { z } from "zod";

const mostKeys = 50;
const mostBytes = 16_384;

/** The customer's own data about a session. The contract's limits: 50 keys, 16 KB of UTF-8 for each value as JSON. */
export const sessionMetadata = z
  .record(z.string(), z.unknown())
  .refine((map) => Object.keys(map).length <= mostKeys, `at most ${mostKeys} keys`)
  .refine(
    (map) => Object.values(map).every((value) => Buffer.byteLength(JSON.stringify(value) ?? "") <= mostBytes),
    "values of at most 16 KB each",
  );
