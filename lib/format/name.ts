const graphemes = new Intl.Segmenter("und", { granularity: "grapheme" });

function firstGrapheme(word: string): string {
  for (const { segment } of graphemes.segment(word)) return segment;
  return "";
}

const wordsOf = (name: string) => name.normalize("NFC").trim().split(/\s+/u).filter(Boolean);

/**
 * Masks a name: `Emily Johnson` → `E••• J•••`. The number of dots does not reveal the length. A word of one
 * character, such as `최`, becomes only dots.
 */
export function maskName(name: string | null | undefined): string {
  const words = wordsOf(name ?? "");
  if (words.length === 0) return "—";
  const initial = (word: string) => (firstGrapheme(word) === word ? "" : firstGrapheme(word));
  return words.map((word) => `${initial(word)}•••`).join(" ");
}

/** `Demo Lead` → `DL`, for a member's avatar. */
export function initials(name: string | null | undefined): string {
  const words = wordsOf(name ?? "");
  const picked = words.length > 1 ? [words[0], words[words.length - 1]] : words;
  return picked.map((word) => firstGrapheme(word ?? "").toUpperCase()).join("") || "?";
}
