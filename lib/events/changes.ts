import type { z } from "zod";

type JsonValue = z.infer<ReturnType<typeof z.json>>;

/** Removes undefined values, as JSON does. */
const plain = (value: unknown): JsonValue => JSON.parse(JSON.stringify(value ?? null));

/** Returns the old and the new value of everything that a save changes, as an event tells it. */
export const changesBetween = <T extends object>(before: T, after: T) =>
  Object.fromEntries(
    Object.entries(after).flatMap(([name, value]) => {
      const change = { before: plain(before[name as keyof T]), after: plain(value) };
      return JSON.stringify(change.before) === JSON.stringify(change.after) ? [] : [[name, change]];
    }),
  );
