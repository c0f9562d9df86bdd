import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { allUiStrings, bannedIn, byNoun, glossaryOf, uiStrings } from "./ui-strings";

const root = path.join(import.meta.dirname, "..");
const glossary = glossaryOf(readFileSync(path.join(root, "docs/glossary.md"), "utf8"));
const all = allUiStrings(root);

describe("the texts of the interface", () => {
  it("keep to the words of the glossary", () => {
    const wrong = all.flatMap((each) => bannedIn(each.text, glossary).map((word) => ({ ...each, word })));
    expect(wrong).toEqual([]);
  });

  it("show no prefix of an internal ID and no name of a database column", () => {
    const code = /\b(rvc|mem|rev|dsr|pkg|dlk)_|[a-z]+_(pk|at)\b/;
    expect(all.filter(({ text }) => code.test(text))).toEqual([]);
  });

  for (const [noun, lines] of byNoun(all))
    it(`of ${noun} are the reviewed ones (npx vitest run scripts/ui-strings.test.ts -u updates them)`, async () => {
      await expect(`${lines.join("\n")}\n`).toMatchFileSnapshot(`ui-strings/${noun}.txt`);
    });
});

describe("the guard", () => {
  const textsOf = (source: string) => uiStrings("components/a.tsx", source).map(({ text }) => text);

  it("reads text between tags, attributes, properties, templates and alternatives", () => {
    expect(
      textsOf(`const a = <p title="Its title" className="flex gap-2">Some {count} text <b aria-label="label">x</b></p>;
        const b = { label: "lower", key: "notread", detail: isOpen ? "It is open." : \`\${name} is closed\` };
        toast({ title: saved ?? "Not saved" }); if (status === "Some Status") run();`),
    ).toEqual([
      "Its title",
      "Some",
      "text",
      "label",
      "x",
      "lower",
      "It is open.",
      "{…} is closed",
      "Not saved",
    ]);
  });

  it.each([
    ["Nobody holds it", ["nobody holds", "holds"]],
    ["Take Next", ["take next"]],
    ["The link is taken back", ["taken back"]],
    ["2 sessions held", ["held"]],
  ])("finds what the glossary bans in “%s”", (text, words) => {
    expect(bannedIn(text, glossary).toSorted()).toEqual(words.toSorted());
  });

  it.each(["Legal holds of this session", "The threshold is upheld", "Claim next"])(
    "lets “%s” pass",
    (text) => {
      expect(bannedIn(text, glossary)).toEqual([]);
    },
  );

  it("would fail on a page with a banned word", () => {
    const [found] = uiStrings("components/a.tsx", "export const A = () => <p>Everything is held</p>;");
    expect(found && bannedIn(found.text, glossary)).toEqual(["held"]);
  });

  it("finds terms and banned words in the glossary", () => {
    expect(glossary.terms).toContain("legal hold");
    expect(glossary.banned.length).toBeGreaterThan(20);
  });
});
