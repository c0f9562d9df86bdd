import { expect, it } from "vitest";
import { messages } from "@/lib/mail/messages";
import { pairs, valuesOf } from "@/scripts/messages";

it("take the same values in German as in English, in other words", () => {
  const all = pairs(messages.en, messages.de);
  expect(all.filter(({ en, other }) => `${valuesOf(en)}` !== `${valuesOf(other)}`)).toEqual([]);
  expect(all.filter(({ en, other }) => en === other)).toEqual([]);
});
