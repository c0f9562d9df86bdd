import { capitals, withoutMarks } from "@/lib/folding/letters";

export type Sex = "male" | "female" | "unspecified";

/** Words and letters with one meaning in every language. */
const words: Record<Sex, string> = {
  female: `F FEMALE WOMAN FEMININE FEMME FEMININ FEMENINO FEMININO FEMMINILE FEMMINA MUJER MULHER DONNA WEIBLICH FRAU
    VROUW VROUWELIJK KVINNA KVINDE KVINNE KOBIETA ZENA ZENSKE ZENSKI FEMEIE FEMEIESC KADIN NAINEN
    ЖЕН ЖЕНСКИЙ Ж ЖІНОЧА ЖЕНСКО ΓΥΝΑΙΚΑ ΘΗΛΥ Θ נקבה انثى أنثى زن 女 女性 여 여자 여성`,
  male: `M MALE MAN MASCULINE HOMME MASCULIN MASCULINO MASCHILE MASCHIO HOMBRE HOMEM UOMO MANNLICH MAENNLICH MANN HERR
    MANNELIJK MEZCZYZNA MUZ MUZSKE MUSKI MUSKO FERFI BARBAT ERKEK MIES
    МУЖ МУЖСКОЙ М ЧОЛОВІЧА МЪЖКО ΑΝΔΡΑΣ ΑΡΡΕΝ זכר ذكر مرد 男 男性 남 남자 남성`,
  unspecified: "X UNSPECIFIED OTHER DIVERS DIVERSE NONBINARY INDETERMINATE INTER",
};
const fold = (text: string) => withoutMarks(capitals(text)).trim();
const sexes = new Map(
  (Object.keys(words) as Sex[]).flatMap((sex) =>
    words[sex].split(/\s+/).map((word): [string, Sex] => [fold(word), sex]),
  ),
);
/**
 * Codes of AAMVA (element DBC) and ISO/IEC 5218, and the filler of a machine readable zone. The code 0 means “not
 * known” and is left out.
 */
const codes: Record<string, Sex> = {
  "1": "male",
  "2": "female",
  "9": "unspecified",
  "<": "unspecified",
};

/**
 * Reads a sex: `F`, `female`, `F/F`, `W/F`, `Féminin`, `2` → `female`. Of two letters with a slash, one may be an
 * unknown abbreviation of a language; the known one counts.
 * @returns null for words that are unknown or contradict each other; they do not mean “unspecified”
 */
export function foldSex(text: string): Sex | null {
  const clean = fold(text);
  // `M/V` is the label of a Dutch form (man/vrouw), not an answer.
  if (/^M\s*\/\s*V$/.test(clean)) return null;
  const code = codes[clean];
  if (code) return code;
  const whole = sexes.get(clean.replaceAll(/[^\p{L}\p{M}]/gu, ""));
  if (whole) return whole;
  const found = new Set(clean.split(/[^\p{L}\p{M}]+/u).flatMap((part) => sexes.get(part) ?? []));
  return found.size === 1 ? ([...found][0] ?? null) : null;
}
