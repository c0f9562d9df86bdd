import { describe, expect, it } from "vitest";
import { agree, datesIn, never, zoneDates } from "@/lib/folding/dates";

const now = new Date("2026-11-14T12:00:00Z");

describe("zoneDates", () => {
  it.each([
    ["261114", "birth", ["2026-11-14"]],
    ["261115", "birth", ["1926-11-15"]],
    ["000229", "birth", ["2000-02-29"]],
    ["990101", "birth", ["1999-01-01"]],
    ["310228", "expiry", ["2031-02-28"]],
    ["760101", "expiry", ["2076-01-01"]],
    ["770101", "expiry", ["1977-01-01"]],
    ["990101", "expiry", [never, "1999-01-01"]],
    ["991231", "expiry", [never, "1999-12-31"]],
    ["990102", "expiry", ["1999-01-02"]],
    ["999999", "expiry", [never]],
    ["<<<<<<", "expiry", [never]],
    ["<<<<<<", "birth", []],
    ["68<<<<", "birth", ["1968"]],
    ["27<<<<", "birth", ["1927"]],
    ["6803<<", "birth", ["1968-03"]],
    ["74<<12", "birth", ["1974"]],
    ["BB0915", "birth", []],
    ["740231", "birth", []],
    ["741301", "birth", []],
  ] as const)("%s as a date of %s is %s", (text, kind, expected) => {
    expect(zoneDates(text, kind, now)).toEqual(expected);
  });
});

describe("datesIn", () => {
  it.each([
    "1990-05-05",
    "1990-05-05T00:00:00Z",
    "1990/5/5",
    "1990 05 05",
    "05.05.1990",
    "05 05 1990",
    "5/5/90",
    "05.05.90",
    "19900505",
    "05051990",
    "900505",
    "05 MAY 1990",
    "05 May 90",
    "05 MAY/MAI 1990",
    "05 MAY /MAI 90",
    "05 MAI/MAY 1990",
    "05MAY1990",
    "05MAY90",
    "5th May, 1990",
    "1990-05-05 00:00:00",
    "05.05.1990 12:30",
    "05-MAY-1990",
    "May 5, 1990",
    "5th of May 1990",
    "5 mai 1990",
    "5 de mayo de 1990",
    "5 maggio 1990",
    "5. Mai 1990",
    "5 mei 1990",
    "5 maj 1990",
    "5 maja 1990",
    "5. května 1990",
    "5 мая 1990 г.",
    "5 Μαΐου 1990",
    "5 Mayıs 1990",
    "05 MÁJ/MAY 1990",
    "05 ТРА/MAY 90",
    "05 5月/MAY 1990",
    "1990年5月5日",
    "1990년 5월 5일",
    "5.V.1990",
    "٠٥/٠٥/١٩٩٠",
    "०५-०५-१९९०",
    "１９９０－０５－０５",
  ])("reads %s as 5 May 1990", (text) => {
    expect(datesIn(text, "birth", now)).toContain("1990-05-05");
    expect(datesIn(text, "birth", now).every((date) => date === "1990-05-05")).toBe(true);
  });

  it.each([
    ["1er janvier 1980", "1980-01-01"],
    ["1º de enero de 1980", "1980-01-01"],
    ["12 JAN/JANV 80", "1980-01-12"],
    ["03 FEB/FÉV 2001", "2001-02-03"],
    ["03 AUG/AOÛT 2001", "2001-08-03"],
    ["03 DEC/DÉC 2001", "2001-12-03"],
    ["07 MÄR/MAR 1985", "1985-03-07"],
    ["07 DEZ/DEC 1985", "1985-12-07"],
    ["07 ENE/JAN 1985", "1985-01-07"],
    ["07 GEN/JAN 1985", "1985-01-07"],
    ["07 OUT/OCT 1985", "1985-10-07"],
    ["07 MRT/MAR 1985", "1985-03-07"],
    ["07 LIP/JUL 1985", "1985-07-07"],
    ["07 SRP/AUG 1985", "1985-08-07"],
    ["07 MAR/NOV 1985", "1985-11-07"],
    ["29 FEB 2000", "2000-02-29"],
  ])("reads %s as %s", (text, expected) => {
    expect(datesIn(text, "birth", now)).toEqual([expected]);
  });

  it.each([
    ["1968", "1968"],
    ["1968-03", "1968-03"],
    ["03/1968", "1968-03"],
    ["MAR 1968", "1968-03"],
    ["00/00/1968", "1968"],
    ["00.03.1968", "1968-03"],
    ["1968-00-00", "1968"],
    ["1968-XX-XX", "1968"],
    ["XX XX 1968", "1968"],
    ["XX MAR 1968", "1968-03"],
    ["--/--/1968", "1968"],
    ["68<<<<", "1968"],
  ])("keeps the known parts of %s", (text, expected) => {
    expect(datesIn(text, "birth", now)).toEqual([expected]);
  });

  it("gives both readings when day and month are ambiguous", () => {
    expect(datesIn("05/04/1990", "birth", now)).toEqual(["1990-04-05", "1990-05-04"]);
  });

  it.each([
    "9999-12-31",
    "31.12.9999",
    "01.01.9999",
    "99999999",
    "01 JAN 9999",
    "9999",
    "<<<<<<",
    "12/31/9999",
  ])("reads %s as an expiry that never comes, and not as a birth", (text) => {
    expect(datesIn(text, "expiry", now)).toEqual([never]);
    expect(datesIn(text, "birth", now)).toEqual([]);
  });

  it.each([
    "PERMANENTE",
    "Permanent",
    "unbefristet",
    "Vitalício",
    "illimité",
    "NO EXPIRY",
    "бессрочно",
    "长期",
    "Süresiz",
  ])("reads the word %s as an expiry that never comes", (text) => {
    expect(datesIn(text, "expiry", now)).toEqual([never]);
    expect(datesIn(text, "birth", now)).toEqual([]);
  });

  it.each(["", "soon", "n/a", "1990-13-01", "31.02.1990", "5 Foo 1990", "MAY", "12345", "5 5 5 1990", "0"])(
    "reads %s as no date",
    (text) => {
      expect(datesIn(text, "birth", now)).toEqual([]);
    },
  );
});

describe("agree", () => {
  it("compares the parts that both dates have", () => {
    expect(agree("1968", "1968-03-01")).toBe(true);
    expect(agree("1968-03-01", "1968-03")).toBe(true);
    expect(agree("1968", "1985-02-03")).toBe(false);
    expect(agree("1968-03", "1968-04-01")).toBe(false);
  });
});
