import { describe, expect, it } from "vitest";
import { messages } from "@/components/brief/messages";
import { wordSentence } from "@/components/brief/words";
import { fact } from "@/lib/brief/policy";
import { type BriefCode, briefCodes } from "@/lib/brief/schema";
import { languages } from "@/lib/language/languages";
import { translatorOf } from "@/lib/language/translate";

const codes = Object.values(briefCodes).flat() as BriefCode[];

/** A value under every name that a sentence may have. */
const values = {
  ...{ policy: "face_match", field: "date_of_birth", source: "chip", signal: "vpn_detected" },
  ...{ type: "sanction", list: "OFAC SDN", document: "passport", level: "high", kind: "email" },
  ...{ country: "DE", risk: "medium", score: 0.21, threshold: 0.35, wrong: 1, total: 4, sources: 3 },
  ...{ count: 2, days: 180, more: 0 },
};

describe.each(languages)("the sentences in %s", (language) => {
  const t = translatorOf(messages, language);

  it.each(codes)("%s has a text that its values fill", (code) => {
    const worded = wordSentence(t, { ...fact(code, "x", values), href: "/x" });
    expect(worded).toMatch(/^\S.*\.$/s);
    expect(worded).not.toMatch(/[{}]|brief\.|code\./);
  });

  it("are all different", () => {
    const all = codes.map((code) => wordSentence(t, { ...fact(code, "x", values), href: "/x" }));
    expect(new Set(all).size).toBe(codes.length);
  });

  it("say where counting ended", () => {
    const capped = { ...values, count: 10_000, more: 1 };
    expect(wordSentence(t, { ...fact("similar_approved", "x", capped), href: "/x" })).toMatch(
      /10[.,\s]?000\.$/,
    );
  });
});
