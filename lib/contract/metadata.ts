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

/** What the customer stores with a case or an identity: at most 50 keys, and 64 kB as JSON. */
export const customMap = z
  .record(z.string().max(100), z.json())
  .refine((map) => Object.keys(map).length <= mostKeys, `at most ${mostKeys} keys`)
  .refine((map) => JSON.stringify(map).length <= 64_000, "at most 64 kB");

/** A {@link customMap} in an answer. */
export const storedMap = z.record(z.string(), z.unknown()).nullish().meta({
  description:
    "What the customer has stored. Null if it cannot be read, or is not shown because of a restriction or the end of the sensitive window. Lists leave it out for members.",
});
