import { readFileSync } from "node:fs";
import path from "node:path";
import { createTranslator } from "use-intl/core";
import { describe, expect, it } from "vitest";
import { flat, nounsWithMessages, pairs, valuesOf } from "./messages";
import { bannedIn, translatedGlossaryOf } from "./ui-strings";

const root = path.join(import.meta.dirname, "..");
const markdown = readFileSync(path.join(root, "docs/glossary.md"), "utf8");
const german = translatedGlossaryOf(markdown, "German");

/** The languages beside English, with the texts that are the same in both. */
const others = [
  { name: "German", code: "de", alike: ["Code", "Compliance", "Live", "Sandbox"] },
  { name: "French", code: "fr", alike: ["Code", "Sandbox", "⌘/Ctrl"] },
  { name: "Spanish", code: "es", alike: ["Sandbox", "⌘/Ctrl"] },
];

const nouns = await Promise.all(
  nounsWithMessages(root).map(async (noun) => {
    const { messages } = await import(`../components/${noun}/messages.ts`);
    return { noun, messages: messages as Record<string, object> };
  }),
);

it("there are nouns with messages", () => {
  expect(nouns.map(({ noun }) => noun)).toEqual([
    "ask",
    "auth",
    "brief",
    "capture",
    "delivery",
    "language",
    "shell",
  ]);
});

const translated = nouns.flatMap(({ noun, messages }) =>
  others.map(({ code, ...language }) => {
    const other = messages[code] ?? {};
    return { noun, ...language, pairs: pairs(messages.en ?? {}, other), other };
  }),
);

describe.each(translated)("the $name messages of $noun", ({ name, alike, pairs: all, other: tree }) => {
  it("have the keys of the English ones", () => {
    expect([...flat(tree).keys()]).toEqual(all.map(({ key }) => key));
  });

  it("take the same values as the English ones", () => {
    const wrong = all.filter(({ en, other }) => `${valuesOf(en)}` !== `${valuesOf(other)}`);
    expect(wrong).toEqual([]);
  });

  it("are not the English ones", () => {
    const untranslated = all.filter(
      ({ en, other }) => other.trim() === "" || (en === other && !alike.includes(en)),
    );
    expect(untranslated).toEqual([]);
  });

  it("keep to the words of the glossary", () => {
    const glossary = translatedGlossaryOf(markdown, name);
    expect(glossary.banned.length).toBeGreaterThan(15);
    const wrong = all.flatMap(({ key, other }) => bannedIn(other, glossary).map((word) => `${key}: ${word}`));
    expect(wrong).toEqual([]);
  });
});

describe("this test", () => {
  it("notices another value, and another kind of value", () => {
    expect(valuesOf("{count, plural, one {# of {total}} other {#}} <b>{name}</b>")).toEqual([
      "b tag",
      "count plural",
      "name argument",
      "total argument",
    ]);
    expect(valuesOf("{left} left")).not.toEqual(valuesOf("noch {left, number}"));
    expect(() => valuesOf("{left")).toThrow();
  });

  it("notices words that the German interface does not use", () => {
    expect(bannedIn("Deine Anfrage", german).toSorted()).toEqual(["Anfrage", "deine"].toSorted());
    expect(bannedIn("Einschränkung der Verarbeitung Ihrer Daten", german)).toEqual([]);
  });
});

it("a plural follows the number", async () => {
  const { messages } = await import("../components/delivery/messages");
  const t = createTranslator({ locale: "de", messages: messages.de });
  const told = (left: number) => t("wrong.code", { left });
  expect([told(4), told(1), told(0)]).toEqual([
    "Falscher Code. Noch 4 Versuche.",
    "Falscher Code. Noch 1 Versuch.",
    "Falscher Code. Der Link ist jetzt geschlossen. Bitten Sie um einen neuen Link.",
  ]);
});
