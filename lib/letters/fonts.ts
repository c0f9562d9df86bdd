// Runs only in the thread that pdf.ts starts, because only that thread loads fonts.
import path from "node:path";
import { Font } from "@react-pdf/renderer";

type Face = {
  family: string;
  /** The letters to look up in this font, so that large fonts are opened only when needed. */
  scripts: RegExp;
  regular: string;
  semiBold?: string;
};

const google = (name: string, file: string) => ({
  regular: `@expo-google-fonts/${name}/400Regular/${file}_400Regular.ttf`,
  semiBold: `@expo-google-fonts/${name}/600SemiBold/${file}_600SemiBold.ttf`,
});

/** In order of preference: the first font that has a letter draws it. */
const faces: readonly Face[] = [
  {
    family: "Geist",
    scripts: /./su,
    regular: "geist/dist/fonts/geist-sans/Geist-Regular.ttf",
    semiBold: "geist/dist/fonts/geist-sans/Geist-SemiBold.ttf",
  },
  // Also Greek, Devanagari, and marks and symbols of every script.
  { family: "Noto Sans", scripts: /./su, ...google("noto-sans", "NotoSans") },
  {
    family: "Noto Naskh Arabic",
    scripts: /\p{Script_Extensions=Arabic}/u,
    regular: "@embedpdf/fonts-arabic/fonts/NotoNaskhArabic-Regular.ttf",
    semiBold: "@embedpdf/fonts-arabic/fonts/NotoNaskhArabic-Bold.ttf",
  },
  {
    family: "Noto Sans Hebrew",
    scripts: /\p{Script_Extensions=Hebrew}/u,
    regular: "@embedpdf/fonts-hebrew/fonts/NotoSansHebrew-Regular.ttf",
    semiBold: "@embedpdf/fonts-hebrew/fonts/NotoSansHebrew-Bold.ttf",
  },
  { family: "Noto Sans Thai", scripts: /\p{Script=Thai}/u, ...google("noto-sans-thai", "NotoSansThai") },
  {
    family: "Noto Sans Armenian",
    scripts: /\p{Script=Armenian}/u,
    ...google("noto-sans-armenian", "NotoSansArmenian"),
  },
  {
    family: "Noto Sans Georgian",
    scripts: /\p{Script=Georgian}/u,
    ...google("noto-sans-georgian", "NotoSansGeorgian"),
  },
  ...(["sc/fonts/NotoSansHans", "jp/fonts/NotoSansJP", "kr/fonts/NotoSansKR"] as const).map((file) => ({
    family: file,
    scripts:
      /[\p{Script_Extensions=Han}\p{Script_Extensions=Hiragana}\p{Script_Extensions=Katakana}\p{Script=Hangul}\p{Script=Bopomofo}\uff00-\uffef]/u,
    regular: `@embedpdf/fonts-${file}-Regular.otf`,
  })),
];

const modules = path.join(/* turbopackIgnore: true */ process.cwd(), "node_modules");
for (const { family, regular, semiBold } of faces)
  Font.register({
    family,
    fonts: [
      { src: path.join(modules, regular) },
      ...(semiBold ? [{ src: path.join(modules, semiBold), fontWeight: 600 }] : []),
    ],
  });

/** Returns whether a font has a letter. */
async function hasLetter({ family }: Face, letter: string): Promise<boolean> {
  await Font.load({ fontFamily: family });
  return Font.getFont({ fontFamily: family }).data?.hasGlyphForCodePoint(letter.codePointAt(0) ?? 0) ?? false;
}

/** Replaces letters that no font has. They are neither dropped nor drawn as other letters. */
export const standIn = "[?]";

/** Invisible characters are dropped where no font has them. */
const unseen = /\p{Default_Ignorable_Code_Point}/u;

export type Typeset = {
  /** The needed fonts, in order of preference. */
  families: string[];
  /** Returns a text as it is drawn: composed (NFC), with {@link standIn} for each run of letters that no font has. */
  drawn: (text: string) => string;
  /** Whether a text contains letters that no font has. */
  isPartial: boolean;
};

/** Chooses fonts for texts, so that every visible letter has a font or a replacement. */
export async function typesetFor(texts: readonly string[]): Promise<Typeset> {
  // Fonts are loaded again for each paper. A loaded font remembers the glyphs of the paper before, among them parts
  // of composed glyphs that have lost their code points.
  for (const { sources } of Object.values(Font.getRegisteredFonts()))
    for (const source of sources) Object.assign(source, { data: null, loadResultPromise: null });
  let left = new Set(texts.flatMap((text) => [...text.normalize("NFC")]).filter((letter) => letter !== "\n"));
  const families: string[] = [];
  for (const face of faces) {
    const mine = [...left].filter((letter) => face.scripts.test(letter));
    const known = new Set<string>();
    for (const letter of mine) if (await hasLetter(face, letter)) known.add(letter);
    if (known.size === 0) continue;
    families.push(face.family);
    left = new Set([...left].filter((letter) => !known.has(letter)));
  }
  const drawn = (text: string) => {
    let shown = "";
    for (const letter of text.normalize("NFC")) {
      if (!left.has(letter)) shown += letter;
      else if (!unseen.test(letter) && !shown.endsWith(standIn)) shown += standIn;
    }
    return shown;
  };
  return { families, drawn, isPartial: [...left].some((letter) => !unseen.test(letter)) };
}
