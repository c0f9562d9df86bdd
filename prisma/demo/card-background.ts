import sharp from "sharp";

/** The size of every card in pixels. */
export const CARD = { width: 1200, height: 760 } as const;

/** The pastel palettes, one for each kind of card. */
export type Palette = { from: string; via: string; to: string; line: string; second: string; ink: string };

/** Palettes by document type. */
export const palettes = {
  passport: {
    from: "#dfe9f3",
    via: "#f3ead9",
    to: "#e2eadf",
    line: "#7f9cb8",
    second: "#c9a97c",
    ink: "#22405f",
  },
  national_id: {
    from: "#e3eee4",
    via: "#f1f0dd",
    to: "#dcebee",
    line: "#7fae93",
    second: "#8fb0c4",
    ink: "#1f5140",
  },
  drivers_license: {
    from: "#f6e3e2",
    via: "#f6eedd",
    to: "#e9e2f0",
    line: "#c98f94",
    second: "#b59cc4",
    ink: "#6a2b38",
  },
  residence_permit: {
    from: "#e6e2f2",
    via: "#e2edf3",
    to: "#f2e8ef",
    line: "#9a8fc4",
    second: "#86b3c2",
    ink: "#3c2f66",
  },
} as const satisfies Record<string, Palette>;

function wave(y: number, amplitude: number, length: number, phase: number): string {
  let data = "";
  for (let x = -20; x <= CARD.width + 20; x += 20) {
    const slow = amplitude * 2.6 * Math.sin((x / CARD.width) * Math.PI * 2 + phase);
    const height = y + amplitude * Math.sin((x / length) * Math.PI * 2 + y / 40) + slow;
    data += `${x === -20 ? "M" : "L"}${x} ${height.toFixed(1)}`;
  }
  return data;
}

/** A closed rosette: the curve a guilloche lathe draws. */
function rosette(cx: number, cy: number, radius: number, petals: number, depth: number): string {
  let data = "";
  for (let step = 0; step <= 720; step += 1) {
    const angle = (step / 720) * Math.PI * 2;
    const r = radius * (1 - depth + depth * Math.cos(angle * petals));
    data += `${step === 0 ? "M" : "L"}${(cx + r * Math.cos(angle)).toFixed(1)} ${(cy + r * Math.sin(angle)).toFixed(1)}`;
  }
  return `${data}z`;
}

function guilloche(palette: Palette): string {
  const waves = Array.from({ length: 58 }, (_, index) => wave(index * 14 - 20, 7, 170, index / 9)).join("");
  const counter = Array.from({ length: 30 }, (_, index) =>
    wave(index * 27 - 20, -9, 240, 2 + index / 7),
  ).join("");
  const roses = [0, 1, 2, 3, 4, 5]
    .map((ring) => rosette(930, 400, 210 - ring * 26, 12 + ring, 0.16))
    .join("");
  return `<g fill="none"><path d="${waves}" stroke="${palette.line}" stroke-width="1" opacity=".34"/><path d="${counter}" stroke="${palette.second}" stroke-width="1" opacity=".3"/><path d="${roses}" stroke="${palette.line}" stroke-width="1.100" opacity=".38"/></g>`;
}

const cache = new Map<string, Promise<Buffer>>();

async function render(palette: Palette): Promise<Buffer> {
  const { width, height } = CARD;
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><defs><linearGradient id="g" x1="0" x2="1" y1="0" y2="1"><stop stop-color="${palette.from}"/><stop offset=".5" stop-color="${palette.via}"/><stop offset="1" stop-color="${palette.to}"/></linearGradient></defs><rect width="${width}" height="${height}" fill="url(#g)"/>${guilloche(palette)}<rect x="6" y="6" width="${width - 12}" height="${height - 12}" rx="26" fill="none" stroke="${palette.line}" stroke-width="2" opacity=".6"/></svg>`;
  return await sharp(Buffer.from(svg)).removeAlpha().raw().toBuffer();
}

/** The background of a kind of card as raw RGB pixels, drawn once for each kind. */
export function cardBackground(kind: keyof typeof palettes): Promise<Buffer> {
  const known = cache.get(kind);
  if (known) {
    return known;
  }
  const drawn = render(palettes[kind]);
  cache.set(kind, drawn);
  return drawn;
}
