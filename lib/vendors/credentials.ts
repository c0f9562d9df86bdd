import { z } from "zod";

const part = z
  .string()
  .trim()
  .min(1)
  .max(4000)
  .regex(/^[\x21-\x7e]+$/, "must not contain spaces or other characters that a header cannot carry");

/** What proves to a vendor who asks. */
export const credentials = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("api_key"), key: part }),
  z.strictObject({
    kind: z.literal("basic"),
    user: part.regex(/^[^:]+$/, "must not contain a colon"),
    password: z.string().min(1).max(4000),
  }),
]);
export type Credentials = z.infer<typeof credentials>;
