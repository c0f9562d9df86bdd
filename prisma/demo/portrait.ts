import type { Likeness } from "./people";
import { createRandom } from "./random";

/** Everything that makes a drawn face recognisable; clothes are not part of it. */
export type PortraitTraits = {
  skin: string;
  shade: string;
  hair: string;
  style: "short" | "parted" | "crop" | "curly" | "bald" | "bob" | "long" | "bun" | "wavy" | "scarf";
  scarf: string;
  brow: number;
  eye: string;
  faceWidth: number;
  faceHeight: number;
  smile: number;
  glasses: "none" | "round" | "square";
  beard: "none" | "stubble" | "full" | "moustache";
  lines: boolean;
};

const SKINS = [
  ["#f3cfb4", "#d9a583"],
  ["#e9bd98", "#c8916a"],
  ["#dcab80", "#b98058"],
  ["#c98f63", "#a66f47"],
  ["#b07748", "#8b5830"],
  ["#8f5d3b", "#6c4226"],
  ["#6f4630", "#50301f"],
  ["#583627", "#3d2419"],
] as const;
const LIGHT_HAIR = ["#3a2c27", "#5b3a24", "#8a5a2e", "#c49a56", "#a4472b", "#241c1a"] as const;
const DARK_HAIR = ["#1d1817", "#2a2120", "#3a2c27"] as const;
const CLOTHES = [
  "#5b6b8c",
  "#7a5c52",
  "#4f6f63",
  "#6b5a7d",
  "#39424e",
  "#8c6a3f",
  "#7b3f47",
  "#a9b4c0",
] as const;

/** Derive a face from a likeness; the same likeness always gives the same face. */
export function portraitTraits(likeness: Likeness): PortraitTraits {
  const random = createRandom(likeness.seed);
  const tone = random.int(likeness.tones[0], likeness.tones[1]);
  const [skin, shade] = SKINS[tone] ?? SKINS[2];
  const male = likeness.sex === "M";
  const colour = random.pick(tone <= 2 && likeness.fair ? LIGHT_HAIR : DARK_HAIR);
  const grey = likeness.age >= 62 || (likeness.age >= 50 && random.chance(0.4));
  const maleStyles = ["short", "parted", "crop", "curly", "bald"] as const;
  const femaleStyles = ["bob", "long", "bun", "wavy", "curly", "scarf"] as const;
  return {
    skin,
    shade,
    hair: grey ? random.pick(["#8d8a88", "#b9b5b1", "#6e6a68"]) : colour,
    style: random.pick<PortraitTraits["style"]>(male ? maleStyles : femaleStyles),
    scarf: random.pick(["#4a6a8a", "#8a5468", "#55705a", "#7a6a9a"]),
    brow: random.int(-1, 1),
    eye: tone <= 1 && likeness.fair && random.chance(0.6) ? random.pick(["#3f6480", "#4d6b4a"]) : "#2b2320",
    faceWidth: random.int(21, 24),
    faceHeight: random.int(27, 30),
    smile: random.int(1, 4),
    glasses: random.weighted([
      ["none", 7],
      ["round", 2],
      ["square", 1.5],
    ] as const),
    beard: male
      ? random.weighted([
          ["none", 5],
          ["stubble", 2],
          ["full", 2],
          ["moustache", 1],
        ] as const)
      : "none",
    lines: likeness.age >= 55,
  };
}

/** Hair that hangs behind the neck. */
function hairBehind({ style, hair, scarf }: PortraitTraits): string {
  switch (style) {
    case "long":
      return `<path d="M24 48c-2-34 54-34 52 0 2 24 5 38 4 56H20c-1-18 2-32 4-56z" fill="${hair}"/>`;
    case "wavy":
      return `<path d="M22 50c-3-36 59-36 56 0 6 9-1 14 4 22 4 8-2 16-6 18H24c-4-2-10-10-6-18 5-8-2-13 4-22z" fill="${hair}"/>`;
    case "bob":
      return `<path d="M24 48c-2-34 54-34 52 0 1 14 2 22 2 30-6 5-12 6-18 6H40c-6 0-12-1-18-6 0-8 1-16 2-30z" fill="${hair}"/>`;
    case "bun":
      return `<circle cx="50" cy="18" r="11" fill="${hair}"/>`;
    case "scarf":
      return `<path d="M22 50c-4-40 60-40 56 0 2 20 6 34 10 50H12c4-16 8-30 10-50z" fill="${scarf}"/>`;
    default:
      return "";
  }
}

const CURLS = [
  [28, 42, 8],
  [30, 32, 9],
  [38, 25, 10],
  [50, 22, 11],
  [62, 25, 10],
  [70, 32, 9],
  [72, 42, 8],
  [45, 30, 9],
  [56, 30, 9],
] as const;

/** The hair on the skull, behind the face, so that no gap opens between face and fringe. */
function hairCap({ style, hair, scarf, faceWidth }: PortraitTraits): string {
  if (style === "bald") {
    return "";
  }
  const x = faceWidth + 1.5;
  return `<path d="M${50 - x} 54c0-50 ${2 * x}-50 ${2 * x} 0z" fill="${style === "scarf" ? scarf : hair}"/>`;
}

/** Hair that frames the forehead. */
function hairFront({ style, hair, scarf, shade }: PortraitTraits): string {
  switch (style) {
    case "short":
      return `<path d="M25 50c-4-30 12-38 26-38s30 8 25 38c-3-14-8-20-14-23-10 5-24 5-30 2-4 4-6 11-7 21z" fill="${hair}"/>`;
    case "parted":
      return `<path d="M25 50c-5-24 6-38 24-38 22 0 30 14 26 38-2-12-5-18-9-22-10 1-20-2-26-8-2 7-7 11-11 13-2 5-3 10-4 17z" fill="${hair}"/>`;
    case "crop":
      return `<path d="M27 44c-2-20 9-29 23-29s25 9 23 29c-2-8-4-12-8-16-10-3-20-3-30 0-4 4-6 8-8 16z" fill="${hair}"/>`;
    case "curly":
      return CURLS.map(([x, y, r]) => `<circle cx="${x}" cy="${y}" r="${r}" fill="${hair}"/>`).join("");
    case "bald":
      return `<path d="M38 30c7-4 17-4 24 0" stroke="${shade}" stroke-width=".8" fill="none" opacity=".5"/><path d="M26 54c-2-6-1-12 1-16 1 6 1 11 1 16zM74 54c2-6 1-12-1-16-1 6-1 11-1 16z" fill="${hair}"/>`;
    case "scarf":
      return `<path d="M25 58c-6-36 10-46 25-46s31 10 25 46c-1-20-9-31-25-31S26 38 25 58z" fill="${scarf}"/><path d="M30 72c8 14 32 14 40 0l6 12c-12 12-40 12-52 0z" fill="${scarf}"/>`;
    case "bun":
      return `<path d="M26 50c-4-28 10-37 24-37s28 9 24 37c-2-13-8-20-24-22-16 2-22 9-24 22z" fill="${hair}"/>`;
    default:
      return `<path d="M26 54c-5-32 10-41 25-41s29 9 24 41c-1-14-7-22-13-26-8 6-22 9-29 9-4 4-6 9-7 17z" fill="${hair}"/>`;
  }
}

function beardShape({ beard, hair, skin }: PortraitTraits): string {
  switch (beard) {
    case "full":
      return `<path d="M28 56c1 22 10 27 22 27s21-5 22-27c-3 7-6 9-9 8-8-3-18-3-26 0-3 1-6-1-9-8z" fill="${hair}"/><path d="M43 68c4-2 10-2 14 0-3 4-11 4-14 0z" fill="${skin}"/>`;
    case "stubble":
      return `<path d="M28 57c2 20 10 25 22 25s20-5 22-25c-3 6-6 8-9 7-8-3-18-3-26 0-3 1-6-1-9-7z" fill="${hair}" opacity=".28"/>`;
    case "moustache":
      return `<path d="M40 66c3-4 17-4 20 0-6 1-14 1-20 0z" fill="${hair}"/>`;
    default:
      return "";
  }
}

function glassesShape({ glasses }: PortraitTraits): string {
  if (glasses === "none") {
    return "";
  }
  const lens = (x: number): string =>
    glasses === "round"
      ? `<circle cx="${x}" cy="53" r="7"/>`
      : `<rect x="${x - 7.5}" y="48" width="15" height="10.500" rx="2"/>`;
  return `<g fill="#ffffff" fill-opacity=".14" stroke="#2d333b" stroke-width="1.3">${lens(41)}${lens(59)}<path d="M48 52c1.500-1 2.500-1 4 0M34 52l-7-2M66 52l7-2" fill="none"/></g>`;
}

function features(traits: PortraitTraits): string {
  const { eye, brow, hair, shade, smile, lines } = traits;
  const eyes = [41, 59]
    .map(
      (x) =>
        `<ellipse cx="${x}" cy="53" rx="3.600" ry="2.400" fill="#fbf7f2"/><circle cx="${x}" cy="53" r="2.100" fill="${eye}"/><circle cx="${x + 0.7}" cy="52.300" r=".6" fill="#fff"/>`,
    )
    .join("");
  const brows = `<path d="M36.500 ${47 + brow}c2.500-2 6-2.200 8.500-.6M55 ${46.4 + brow}c2.500-1.600 6-1.400 8.500.6" stroke="${hair}" stroke-width="1.700" fill="none" stroke-linecap="round"/>`;
  const nose = `<path d="M50 55l-2.500 7h4" stroke="${shade}" stroke-width="1.400" fill="none" stroke-linejoin="round"/>`;
  const mouth = `<path d="M43 ${70 - smile / 2}c4 ${smile} 10 ${smile} 14 0" stroke="#a4584a" stroke-width="2" fill="none" stroke-linecap="round"/>`;
  const age = lines
    ? `<path d="M36 58c2 1.500 6 1.500 8 0M56 58c2 1.500 6 1.500 8 0M40 38c6-1 14-1 20 0M41 62c-1.500 2-2 4-2 6M59 62c1.500 2 2 4 2 6" stroke="${shade}" stroke-width=".8" fill="none" opacity=".75"/>`
    : "";
  return `${eyes}${nose}${beardShape(traits)}${mouth}${brows}${age}`;
}

/**
 * Draw a head-and-shoulders portrait as SVG elements in a 100 × 124 box without background. `outfit` only changes
 * the clothes, so a card and a selfie can show the same person on different days.
 */
export function portraitSvg(likeness: Likeness, outfit: number): string {
  const traits = portraitTraits(likeness);
  const { skin, shade, faceWidth, faceHeight } = traits;
  const clothes = CLOTHES[(likeness.seed + outfit * 3) % CLOTHES.length] ?? CLOTHES[0];
  const collar = (likeness.seed + outfit) % 3;
  const collars = [
    `<path d="M38 86c6 9 18 9 24 0l4 3c-6 13-26 13-32 0z" fill="#ffffff" opacity=".85"/>`,
    `<path d="M39 86l11 14 11-14 5 4-10 20h-12l-10-20z" fill="#ffffff" opacity=".8"/>`,
    "",
  ];
  return [
    hairBehind(traits),
    `<path d="M8 124c3-30 20-40 42-40s39 10 42 40z" fill="${clothes}"/>`,
    `<path d="M40 70h20v18c-6 8-14 8-20 0z" fill="${skin}"/><path d="M40 76c6 6 14 6 20 0v6c-6 5-14 5-20 0z" fill="${shade}" opacity=".45"/>`,
    collars[collar] ?? "",
    traits.style === "scarf"
      ? ""
      : `<ellipse cx="${50 - faceWidth}" cy="54" rx="3.500" ry="5.500" fill="${skin}"/><ellipse cx="${50 + faceWidth}" cy="54" rx="3.500" ry="5.500" fill="${skin}"/>`,
    hairCap(traits),
    `<ellipse cx="50" cy="52" rx="${faceWidth}" ry="${faceHeight}" fill="${skin}"/>`,
    features(traits),
    hairFront(traits),
    glassesShape(traits),
  ].join("");
}
