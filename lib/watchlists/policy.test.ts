import { describe, expect, it } from "vitest";
import { comparableName, foldedNames, probesOf, trigramsOf } from "@/lib/watchlists/policy";

const similarity = (a: string, b: string) => {
  const [ours, theirs] = [trigramsOf(a), trigramsOf(b)];
  const shared = ours.filter((each) => theirs.includes(each)).length;
  return shared / (ours.length + theirs.length - shared);
};

describe("trigrams", () => {
  it("are those of each word with two spaces before it and one after it, in every script", () => {
    expect(trigramsOf("AB AB C")).toEqual(["  A", " AB", "AB ", "  C", " C "]);
    expect(trigramsOf("王伟")).toEqual(["  王", " 王伟", "王伟 "]);
    expect(trigramsOf("𠮷")).toEqual(["  𠮷", " 𠮷 "]);
    expect(trigramsOf("")).toEqual([]);
  });

  it("that are looked for are in every name that is similar enough", () => {
    const names = [
      "IVAN PETROV",
      "IVAN PETROW",
      "IVANA PETROVA",
      "PETROV",
      "ИВАН ПЕТРОВ",
      "ИВАН ПЕТРОВА",
      "王伟",
    ];
    for (const least of [0.3, 0.6, 0.9, 1])
      for (const sought of names) {
        const probes = probesOf(trigramsOf(sought), least);
        for (const name of names)
          if (similarity(sought, name) >= least)
            expect(
              trigramsOf(name).some((each) => probes.includes(each)),
              `${sought} ${name}`,
            ).toBe(true);
      }
    expect(probesOf(trigramsOf("IVAN PETROV"), 1)).toHaveLength(1);
  });
});

describe("a name to compare", () => {
  it.each([
    ["Jürgen", "Meier", "Jürgen Meier"],
    ["—", "Sukarno", "Sukarno"],
    ["FNU", "Sukarno", "Sukarno"],
    [undefined, "王伟", "王伟"],
    ["Ivan", "—", null],
    ["Ivan", ".", null],
    ["Ivan", "n/a", null],
    ["Ivan", undefined, null],
    ["Ivan", "\u3164", null],
  ])("is of %s and %s: %s", (first, last, expected) => {
    expect(comparableName(first, last)).toBe(expected);
  });

  it("is also compared without a space where scripts write none, in both orders", () => {
    // Simplified letters are written as traditional ones.
    expect(foldedNames("伟 王")).toEqual(["偉 王", "偉王", "王偉"]);
    expect(foldedNames("王伟")).toEqual(["王偉"]);
    expect(foldedNames("Ivan Petrov")).toEqual(["IVAN PETROV"]);
  });
});

it.each([
  ["Maria", "Neto", ["MARIA NETO"]],
  ["John", "Jr", ["JOHN JR"]],
  ["Dr. John", "V", ["JOHN V"]],
  ["John", "Smith Jr.", ["JOHN SMITH"]],
  ["João", "Silva Neto", ["JOAO SILVA"]],
])("%s %s is compared with its last name", (first, last, spellings) => {
  expect(foldedNames(comparableName(first, last) ?? "")).toEqual(spellings);
});

it("the rarest trigrams are looked for, as many as are needed", () => {
  const trigrams = ["  A", " AB", "ABC", "BC "];
  expect(probesOf(trigrams, 0.5)).toHaveLength(3);
  expect(probesOf(trigrams, 0.5, new Map([["ABC", 0.4]]))).toEqual([" AB", "BC ", "  A"]);
});
