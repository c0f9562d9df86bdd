/**
 * For each era of Japan and the Republic of China, the year before its first year. Documents print Japanese eras by
 * name or letter.
 */
const eras: Record<string, number> = {
  明治: 1867,
  M: 1867,
  大正: 1911,
  T: 1911,
  昭和: 1925,
  S: 1925,
  平成: 1988,
  H: 1988,
  令和: 2018,
  R: 2018,
  民国: 1911,
  中华民国: 1911,
  中華民国: 1911,
};
const ofEra = new RegExp(
  `^(${Object.keys(eras).join("|")})\\s*(元|\\d{1,3})[年./-]\\s*(\\d{1,2})[月./-]\\s*(\\d{1,2})日?$`,
  "u",
);

/** The Thai calendar is this many years ahead. A year from 2400 beside Thai letters counts as Thai. */
const thaiYears = 543;

/**
 * Converts a date in capitals whose years count by an era to the Gregorian calendar: `昭和60年2月3日` → `1985-2-3`, `5
 * พ.ค. 2533` → `5 พค 1990`. Any other text is returned unchanged.
 */
export function inGregorian(text: string): string {
  const [, era = "", year = "", month, day] = ofEra.exec(text) ?? [];
  if (era) return `${(eras[era] ?? 0) + (year === "元" ? 1 : Number(year))}-${month}-${day}`;
  if (!/\p{Script=Thai}/u.test(text)) return text;
  return text
    .replaceAll(/(?<=\p{Script=Thai})\.\s?/gu, "")
    .replaceAll(/พศ|พุทธศักราช/g, " ")
    .replaceAll(/\b2[4-6]\d\d\b/g, (buddhist) => String(Number(buddhist) - thaiYears));
}
