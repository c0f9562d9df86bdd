import { expect, it } from "vitest";
import { messages } from "@/lib/mail/messages";
import { pairs, valuesOf } from "@/scripts/messages";

it.each(["de", "fr", "es"] as const)(
  "take the same values in %s as in English, in other words",
  (language) => {
    const all = pairs(messages.en, messages[language]);
    expect(all.filter(({ en, other }) => `${valuesOf(en)}` !== `${valuesOf(other)}`)).toEqual([]);
    expect(all.filter(({ en, other }) => en === other)).toEqual([]);
  },
);
