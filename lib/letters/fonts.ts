// Runs only in the thread that pdf.ts starts, because only that thread loads fonts.
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { Blob, Face, Font } from "harfbuzzjs";

export type Weight = "regular" | "semiBold";

type FontFile = {
  /** The letters to look up in this font, so that large fonts are opened only when needed. */
  scripts: RegExp;
  regular: string;
  semiBold: string;
  /** The languages of Chinese characters whose forms this font draws. */
  han?: RegExp;
};

/** A font that has been opened. Advances and extents are in its own units. */
export type OpenFont = {
  file: string;
  shaper: Font;
  unitsPerEm: number;
  ascender: number;
  descender: number;
};

const modules = path.join(/* turbopackIgnore: true */ process.cwd(), "node_modules");
const everything = /./su;

const google = (name: string, file: string, scripts: RegExp): FontFile => ({
  scripts,
  regular: path.join(modules, `@expo-google-fonts/${name}/400Regular/${file}_400Regular.ttf`),
  semiBold: path.join(modules, `@expo-google-fonts/${name}/600SemiBold/${file}_600SemiBold.ttf`),
});

const script = (name: string) => new RegExp(`\\p{Script_Extensions=${name}}`, "u");

/** The fonts of scripts of which each has one. */
const ofOneScript = [
  "Thai",
  "Armenian",
  "Georgian",
  "Bengali",
  "Tamil",
  "Telugu",
  "Kannada",
  "Malayalam",
  "Gujarati",
  "Gurmukhi",
  "Sinhala",
  "Khmer",
  "Lao",
  "Myanmar",
  "Ethiopic",
].map((name) => google(`noto-sans-${name.toLowerCase()}`, `NotoSans${name}`, script(name)));

const eastAsian =
  /[\p{Script_Extensions=Han}\p{Script_Extensions=Hiragana}\p{Script_Extensions=Katakana}\p{Script=Hangul}\p{Script=Bopomofo}\uff00-\uffef]/u;

const han = (file: string, languages: RegExp): FontFile => {
  const regular = path.join(modules, `@embedpdf/fonts-${file}`);
  return {
    scripts: eastAsian,
    regular: `${regular}-Regular.otf`,
    semiBold: `${regular}-Bold.otf`,
    han: languages,
  };
};

const embed = (file: string, scripts: RegExp): FontFile => ({
  scripts,
  regular: path.join(modules, `@embedpdf/fonts-${file}-Regular.ttf`),
  semiBold: path.join(modules, `@embedpdf/fonts-${file}-Bold.ttf`),
});

/** In order of preference: the first font that has every sign of a letter draws it. */
const installed: readonly FontFile[] = [
  {
    // It has some Greek letters, but not all.
    scripts: /^(?!\p{Script=Greek})/u,
    regular: path.join(modules, "geist/dist/fonts/geist-sans/Geist-Regular.ttf"),
    semiBold: path.join(modules, "geist/dist/fonts/geist-sans/Geist-SemiBold.ttf"),
  },
  // Also Greek, Devanagari, and marks and symbols of every script.
  google("noto-sans", "NotoSans", everything),
  embed("arabic/fonts/NotoNaskhArabic", script("Arabic")),
  embed("hebrew/fonts/NotoSansHebrew", script("Hebrew")),
  ...ofOneScript,
  han("sc/fonts/NotoSansHans", /^zh(?!-Han[t])/),
  han("tc/fonts/NotoSansHant", /^zh-Hant/),
  han("jp/fonts/NotoSansJP", /^ja/),
  han("kr/fonts/NotoSansKR", /^ko/),
  google("noto-emoji", "NotoEmoji", everything),
];

const opened = new Map<string, OpenFont>();

function open(file: string): OpenFont {
  const known = opened.get(file);
  if (known) return known;
  const face = new Face(new Blob(readFileSync(file)));
  const shaper = new Font(face);
  const { ascender, descender } = shaper.hExtents();
  const font = { file, shaper, unitsPerEm: face.upem, ascender, descender };
  opened.set(file, font);
  return font;
}

/** The fonts that an operator has added to a folder, in the order of their names. */
function addedFonts(folder: string): FontFile[] {
  try {
    return readdirSync(folder)
      .filter((name) => /\.(ttf|otf)$/i.test(name))
      .sort()
      .map((name) => path.join(folder, name))
      .map((file) => ({ scripts: everything, regular: file, semiBold: file }));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw error;
  }
}

/** Chinese characters that Unicode takes for others of the same meaning; a name has the one and not the other. */
const otherForms = /[^\uf900-\ufaff\u{2f800}-\u{2fa1f}]+/gu;

/** Composes letters and their marks (NFC), and leaves the forms of Chinese characters as they are. */
export const composed = (text: string): string => text.replace(otherForms, (part) => part.normalize("NFC"));

const decomposed = (text: string) => text.replace(otherForms, (part) => part.normalize("NFD"));

/** Finds the font of each letter. */
export type Fonts = (letter: string, weight: Weight, language: string) => OpenFont | null;

/** Signs that need no glyph: a shaper acts on them and draws nothing. */
const unseen = /[\p{Default_Ignorable_Code_Point}\p{Cc}]/u;

const hasAll = (font: OpenFont, letter: string): boolean =>
  [...letter].every(
    (sign) => unseen.test(sign) || Boolean(font.shaper.nominalGlyph(sign.codePointAt(0) ?? 0)),
  );

/**
 * Returns the fonts that are installed with the program, and after them those of a folder.
 * @param folder fonts that an operator has added; it need not exist
 */
export function fontsWith(folder: string): Fonts {
  const files = [...installed, ...addedFonts(folder)];
  const find: Fonts = (letter, weight, language) => {
    const mine = files.filter(({ scripts }) => scripts.test(letter));
    // Chinese characters have other forms in Japan, Korea and Taiwan; the language says which.
    const inOrder = [
      ...mine.filter((file) => !file.han),
      ...mine.filter((file) => file.han?.test(language)),
      ...mine.filter((file) => file.han && !file.han.test(language)),
    ];
    const has = (text: string, among = inOrder) => among.find((file) => hasAll(open(file[weight]), text));
    // The fonts of Chinese characters are large, and have many symbols that others lack.
    const found =
      has(letter) ??
      has(decomposed(letter)) ??
      has(
        letter,
        files.filter((file) => file.han && !mine.includes(file)),
      );
    return found ? open(found[weight]) : null;
  };
  const known = new Map<string, OpenFont | null>();
  return (letter, weight, language) => {
    const key = `${weight} ${language} ${letter}`;
    const font = known.get(key);
    if (font !== undefined) return font;
    const found = find(letter, weight, language);
    known.set(key, found);
    return found;
  };
}
