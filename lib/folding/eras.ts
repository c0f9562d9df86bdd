/** First years of the eras of Japan and of the Republic of China, less one; documents print the letter for short. */
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

/** Years that the calendar of Thailand is ahead; a year from 2400 beside Thai letters is one of it. */
const thaiYears = 543;

/**
 * A date in capitals that counts its years by an era, with the year of the Gregorian calendar: `昭和60年2月3日` →
 * `1985-2-3`, `5 พ.ค. 2533` → `5 พค 1990`. Any other text comes back as it is.
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
