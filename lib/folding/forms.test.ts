import { describe, expect, it } from "vitest";
import { addressForms, lineOf } from "@/lib/folding/addresses";
import { emailForms } from "@/lib/folding/emails";
import { type Forms, meet } from "@/lib/folding/forms";
import { asciiDigits } from "@/lib/folding/letters";
import { nameForms } from "@/lib/folding/names";
import { numberForms } from "@/lib/folding/numbers";
import { phoneForms } from "@/lib/folding/phones";
import { ipForms, tokenForms } from "@/lib/folding/tokens";

/** Whether two values meet, asked from both sides. */
function meets(one: Forms, other: Forms): boolean {
  expect(meet(other, one)).toBe(meet(one, other));
  return meet(one, other);
}
const isNothing = ({ whole, part }: Forms) => whole.length === 0 && part.length === 0;

type Name = [first: string | null, last: string | null];
const names = (one: Name, other: Name) => meets(nameForms(...one), nameForms(...other));

describe("a name", () => {
  const jose: Name = ["JOSÉ  MARÍA", "O’NEILL ÖZTÜRK"];
  it.each<[string, Name]>([
    ["with a straight apostrophe", ["José María", "O'Neill Öztürk"]],
    ["with one blank and no marks", ["Jose Maria", "ONeill Ozturk"]],
    ["as a zone has it", ["JOSE MARIA", "ONEILL OEZTUERK"]],
    ["with a hyphen", ["José-María", "O'Neill-Öztürk"]],
    ["in one word", ["JoseMaria", "ONeillOzturk"]],
    ["with first and last exchanged", ["O'Neill Öztürk", "José María"]],
    ["with given names in another order", ["María José", "O'Neill Öztürk"]],
    ["with one of the given names", ["José", "O'Neill Öztürk"]],
    ["with the other of them", ["Maria", "O’Neill Oeztuerk"]],
    ["all in one field", ["José María O'Neill Öztürk", null]],
    ["in decomposed letters", ["José María".normalize("NFD"), "O’Neill Öztürk".normalize("NFD")]],
    ["with a generation", ["José María", "O'Neill Öztürk Jr."]],
    ["with a title", ["Dr. José María", "O'Neill Öztürk"]],
  ])("is found %s", (_, other) => {
    expect(names(jose, other)).toBe(true);
  });

  it.each<[Name, Name]>([
    [
      ["José", "Müller-Strauß"],
      ["Jose", "Mueller-Strauss"],
    ],
    [
      ["José", "Müller-Strauß"],
      ["JOSÉ", "MÜLLER-STRAUSS"],
    ],
    [
      ["José", "Müller-Strauß"],
      ["jose", "muller strauss"],
    ],
    [
      ["İbrahim", "Yıldız"],
      ["Ibrahim", "YILDIZ"],
    ],
    [
      ["ibrahim", "yıldız"],
      ["İBRAHİM", "YILDIZ"],
    ],
    [
      ["González", "López"],
      ["Lopez", "GONZALEZ"],
    ],
    [
      ["Søren", "Kjærgård"],
      ["SOEREN", "KJAERGAARD"],
    ],
    [
      ["Łukasz", "Żółć"],
      ["Lukasz", "Zolc"],
    ],
    [
      ["Kaʻahumanu", "Nuʻuanu"],
      ["Kaahumanu", "Nuuanu"],
    ],
    [
      ["Þórður", "Æsir"],
      ["THORDUR", "AESIR"],
    ],
    [
      [null, "Suharto"],
      ["SUHARTO", null],
    ],
    [
      ["-", "Suharto"],
      ["FNU", "Suharto"],
    ],
    [
      ["N/A", "Suharto"],
      [null, "suharto"],
    ],
    [
      ["محمّد", "علی"],
      ["محمد", "علي"],
    ],
    [
      ["Νίκος", "Παπαδόπουλος"],
      ["ΝΙΚΟΣ", "ΠΑΠΑΔΟΠΟΥΛΟΣ"],
    ],
    [
      ["Алёна", "Ёлкина"],
      ["АЛЕНА", "ЕЛКИНА"],
    ],
    [
      ["タロウ", "ヤマダ"],
      ["ﾀﾛｳ", "ﾔﾏﾀﾞ"],
    ],
    [
      ["伟", "王"],
      ["王", "伟"],
    ],
    [
      ["Nguyễn Thị", "Minh"],
      ["NGUYEN THI", "MINH"],
    ],
    [
      ["Jean‑Luc", "Gal·la"],
      ["JEAN LUC", "GALLA"],
    ],
    [
      ["Zoe\u200d", "Li\u00ad"],
      ["Zoe", "Li"],
    ],
  ])("%j is %j", (one, other) => {
    expect(names(one, other)).toBe(true);
  });

  it.each<[Name, Name]>([
    [
      ["José María", "López"],
      ["José Luis", "López"],
    ],
    [
      ["Nadia", "Reyes"],
      ["Diana", "Reyes"],
    ],
    [
      ["Anna", "Müller"],
      ["Anna", "Miller"],
    ],
    [
      ["राम", "शर्मा"],
      ["रीमा", "शर्मा"],
    ],
    [
      ["Ana", "García Pérez"],
      ["Ana", "García López"],
    ],
    [
      ["-", "n/a"],
      ["—", "unknown"],
    ],
  ])("%j is not %j", (one, other) => {
    expect(names(one, other)).toBe(false);
  });

  it.each<[string, Name, Name]>([
    ["with one of two family names", ["Ana", "García López"], ["Ana", "García"]],
    ["with the name before a marriage", ["Anna", "Müller-Lüdenscheidt"], ["Anna", "Luedenscheidt"]],
    ["without what stands before a family name", ["Anna", "van der Berg"], ["Anna", "Berg"]],
    ["with two of four given names", ["José Luis Miguel Antonio", "Pérez"], ["Antonio Jose", "Perez"]],
    [
      "with one of three given names that all have marks",
      ["Jürgen Günther Jörg", "Müller-Lüdenscheidt"],
      ["Gunther", "Muller-Ludenscheidt"],
    ],
    ["with an initial", ["John F.", "Kennedy"], ["John Fitzgerald", "Kennedy"]],
    ["without the marks that a zone spelled out", ["Soren", "Muller"], ["SOEREN", "MUELLER"]],
    ["in one Chinese word", ["小明", "王"], ["王小明", null]],
    ["in one Korean word", ["민준", "김"], ["김민준", null]],
    ["in the other signs of the register", ["太郎", "髙橋"], ["太郎", "高橋"]],
    ["in simplified signs", ["偉", "陳"], ["伟", "陈"]],
    ["in the other Japanese letters", ["さくら", "斎藤"], ["サクラ", "齋藤"]],
    ["with a Brazilian generation", ["João", "Silva Filho"], ["João", "Silva"]],
    ["as Serbian zones have it", ["Gjorgje", "Đoković"], ["GJORGJE", "DJOKOVIC"]],
    ["as Hungarian zones have it", ["Ernő", "Őry"], ["ERNOE", "OERY"]],
    ["in one word with letters that meet", ["Jo-Ellen", "Kaa-Aho"], ["Joellen", "Kaaaho"]],
  ])("is found %s", (_, one, other) => {
    expect(names(one, other)).toBe(true);
  });

  it("has few enough forms for an index, however many marks and names there are", () => {
    const { whole, part } = nameForms("Jürgen Günther Jörg Björn", "Müller Größe Lüdenscheidt Öztürk");
    expect(whole.length).toBeLessThanOrEqual(4);
    expect(whole.length + part.length).toBeLessThanOrEqual(500);
    const endless = nameForms("a b ".repeat(500), "c d ".repeat(500));
    expect(endless.whole.length + endless.part.length).toBeLessThanOrEqual(1000);
  });

  it.each<Name>([
    [null, null],
    ["", " "],
    ["n/a", "—"],
    ["unknown", "UNKNOWN"],
    ["FNU", "LNU"],
    [".", "X"],
  ])("names nobody in %j %j", (first, last) => {
    expect(isNothing(nameForms(first, last))).toBe(true);
  });

  it("keeps real names that look like placeholders", () => {
    expect(isNothing(nameForms("Jisoo", "Na"))).toBe(false);
    expect(meets(nameForms("Ann", "Null"), nameForms("Ann", null))).toBe(false);
  });

  it("has a bounded number of forms, however many letters have several spellings", () => {
    const { whole, part } = nameForms("Äöü ÄÖÜ Øå Æñ Üö", "Ößäü-Äöüå");
    expect(whole.length + part.length).toBeLessThan(400);
  });
});

describe("a phone number", () => {
  it.each([
    ["06 12 34 56 78", "+33 6 12 34 56 78"],
    ["12 34 56 78", "+45 12 34 56 78"],
    ["91234567", "+47 912 34 567"],
    ["6123 4567", "+65 6123 4567"],
    ["٠٥٠١٢٣٤٥٦٧", "+966 50 123 4567"],
    ["+٩٦٦٥٠١٢٣٤٥٦٧", "0501234567"],
    ["०९८७६५४३२१०", "09876543210"],
    ["8 912 345-67-89", "+7 912 345 67 89"],
    ["06 20 123 4567", "+36 20 123 4567"],
    ["06 1234 5678", "+39 06 1234 5678"],
    ["0351 15 123-4567", "+54 9 351 123-4567"],
    ["202.555.0147", "+1 (202) 555-0147"],
    ["1-202-555-0147", "+12025550147"],
    ["011 33 6 12 34 56 78", "+33612345678"],
    ["0170 1234567 ext. 3", "+49 170 1234567"],
    ["+683 4002", "+683-4002"],
    ["tel:+33612345678", "0612345678"],
  ])("%s is %s", (one, other) => {
    expect(meets(phoneForms(one), phoneForms(other))).toBe(true);
  });

  it.each([
    ["+33 6 12 34 56 78", "+49 6 12 34 56 78"],
    ["+47 91 23 45 67", "+45 91 23 45 67"],
    ["+1 202 555 0147", "+1 202 555 0148"],
    ["+49 170 1234567 x3", "+49 170 1234567 x4"],
  ])("%s is not %s", (one, other) => {
    expect(meets(phoneForms(one), phoneForms(other))).toBe(false);
  });

  it.each(["", "n/a", "unknown", "—", "+", "123", "0000000000", "+0000000", "1111111", "none given", "x"])(
    "is none in %j",
    (text) => {
      expect(isNothing(phoneForms(text))).toBe(true);
    },
  );
});

describe("other values", () => {
  it.each([
    [numberForms, "123.456.789-09", "12345678909"],
    [numberForms, "L8 98-902/c3", "l898902C3"],
    [numberForms, "١٢٣٤٥٦٧٨", "12345678"],
    [numberForms, "ＡＢ１２３４", "AB 1234"],
    [emailForms, " Jörg@MÜNCHEN.example", "jörg@xn--mnchen-3ya.example"],
    [emailForms, "mailto:a@b.example", "A@b.example."],
    [addressForms, "Hauptstraße 5, 50667 Köln", "50667 KOELN HAUPTSTR. 5"],
    [ipForms, "2001:DB8:0:0:0::1", "[2001:db8::1]:443"],
    [ipForms, "::ffff:192.0.2.1", "192.0.2.1:8080"],
    [tokenForms, " FP-Abc1", "fp-abc1"],
  ])("match however they are written", (formsOf, one, other) => {
    expect(meets(formsOf(one), formsOf(other))).toBe(true);
  });

  it.each([
    [numberForms, ["", "—", "n/a", "unknown", "PENDING", "000000000", "XXXXXXXX", "12", "NOT PROVIDED"]],
    [emailForms, ["", "n/a", "none", "@", "a@", "@b.example", "none@none", "unknown@unknown.unknown"]],
    [addressForms, ["", "n/a", "Boston", "New York", "—, —, —"]],
    [ipForms, ["", "unknown", "0.0.0.0", "127.0.0.1", "::", "::1", "999.1.1.1"]],
    [ipForms, ["10.0.0.1", "172.16.3.4", "192.168.1.1", "100.64.0.1", "169.254.1.1", "fe80::1", "fd00::1"]],
    [tokenForms, ["android", "Browser", "9774d56d682e549c"]],
    [emailForms, ["noreply@example.com", "no-email@gmail.com", "n/a@n/a"]],
    [tokenForms, ["", "n/a", "null", "undefined", "00000000-0000-0000-0000-000000000000", "Unknown", "---"]],
  ] as const)("that identify nobody have no form", (formsOf, texts) => {
    for (const text of texts) expect(isNothing(formsOf(text)), text).toBe(true);
  });

  it("count digits of every script", () => {
    expect(asciiDigits("٠١٢٣٤٥٦٧٨٩ ۰۱۲۳۴۵۶۷۸۹ ०१२३४५६७८९ ๐๑๒๓๔๕๖๗๘๙ ০১২ 𝟘𝟙𝟚".normalize("NFKC"))).toBe(
      "0123456789 0123456789 0123456789 0123456789 012 012",
    );
  });

  it("are written on one line, with numbers and inner parts", () => {
    expect(lineOf({ line1: "1 Elm St", zip: 2110, geo: { city: "Boston" }, unit: null })).toBe(
      "1 Elm St, 2110, Boston",
    );
    expect([lineOf({}), lineOf(null), lineOf(" "), lineOf([])]).toEqual([null, null, null, null]);
  });
});
