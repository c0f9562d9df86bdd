import sharp from "sharp";
import { CARD, cardBackground } from "./card-background";
import type { CardData } from "./card-data";
import { cardBack, cardDate, cardFront, specimenMark } from "./card-layout";
import type { Likeness } from "./people";
import { portraitSvg } from "./portrait";
import { createRandom } from "./random";
import { textPath } from "./text-path";

const SELFIE = { width: 900, height: 1100 } as const;
const LETTER = { width: 900, height: 1200 } as const;
const QUALITY = 80;

function svg(width: number, height: number, body: string): Buffer {
  return Buffer.from(
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">${body}</svg>`,
  );
}

/** Render one side of a card as a JPEG. */
export async function renderCard(card: CardData, side: "front" | "back"): Promise<Buffer> {
  const { width, height } = CARD;
  const content = side === "front" ? cardFront(card) : cardBack(card);
  const overlay = svg(width, height, content + specimenMark(width, height, 170, "#c0392b", 0.15));
  const background = await cardBackground(card.documentType);
  const raw = { width, height, channels: 3 } as const;
  const image = sharp(background, { raw }).composite([{ input: overlay }]);
  if (card.defect !== "blurred") {
    return await image.jpeg({ quality: QUALITY }).toBuffer();
  }
  const flat = await image.raw().toBuffer({ resolveWithObject: true });
  const { channels } = flat.info;
  const soft = sharp(flat.data, { raw: { width, height, channels } }).blur(7).modulate({ brightness: 1.12 });
  return await soft.jpeg({ quality: QUALITY }).toBuffer();
}

const ROOMS = [
  ["#cfd6dd", "#aeb8c2", "#97a3af"],
  ["#ddd5c8", "#c4b7a4", "#ab9c86"],
  ["#cddad3", "#a9bdb2", "#8fa79a"],
  ["#d9d0dc", "#bcaec2", "#a192a9"],
] as const;

function room(random: ReturnType<typeof createRandom>): string {
  const { width, height } = SELFIE;
  const [wall, shade, object] = random.pick(ROOMS);
  const shelf = random.int(120, 300);
  const window = random.pick([40, 640]);
  return `<defs><linearGradient id="r" x1="0" x2="1" y1="0" y2="1"><stop stop-color="${wall}"/><stop offset="1" stop-color="${shade}"/></linearGradient></defs><rect width="${width}" height="${height}" fill="url(#r)"/><rect x="${window}" y="70" width="220" height="330" rx="6" fill="#eef3f6" opacity=".7"/><path d="M${window + 110} 70v330M${window} 235h220" stroke="${object}" stroke-width="8" opacity=".6"/><rect x="${640 - window}" y="${shelf}" width="240" height="16" fill="${object}"/><rect x="${670 - window}" y="${shelf - 90}" width="34" height="90" fill="${object}" opacity=".8"/><rect x="${712 - window}" y="${shelf - 72}" width="26" height="72" fill="${shade}"/>`;
}

/** Render a selfie as a JPEG: the same face as on the card, in other clothes and another place. */
export async function renderSelfie(likeness: Likeness): Promise<Buffer> {
  const { width, height } = SELFIE;
  const random = createRandom(likeness.seed).fork("selfie");
  const scale = 8.2 + random.next() * 0.6;
  const tilt = (random.next() - 0.5) * 7;
  const x = width / 2 - 50 * scale + random.int(-30, 30);
  const y = height - 122 * scale;
  const face = `<g transform="rotate(${tilt.toFixed(2)} 450 700) translate(${x.toFixed(1)} ${y.toFixed(1)}) scale(${scale.toFixed(3)})">${portraitSvg(likeness, 1)}<rect x="4" y="123.500" width="92" height="14" fill="none"/></g>`;
  const mark = specimenMark(width, height + 420, 140, "#ffffff", 0.3);
  return await sharp(svg(width, height, room(random) + face + mark))
    .flatten()
    .jpeg({ quality: QUALITY })
    .toBuffer();
}

function letterText(card: CardData): string {
  const { address } = card;
  const name = `${card.firstName} ${card.lastName}`;
  const town = [address.city, address.state, address.zip].filter(Boolean).join(" ");
  const lines: [string, number, "regular" | "semibold"][] = [
    [name, 260, "semibold"],
    [[address.line1, address.line2].filter(Boolean).join(", "), 296, "regular"],
    [town, 332, "regular"],
    ["Statement of supply", 430, "semibold"],
    [`Customer number ${card.documentNumber.slice(1, 7)} · ${cardDate(card.issued)}`, 468, "regular"],
    ["Electricity, standing charge", 570, "regular"],
    ["Electricity, 212 kWh", 618, "regular"],
    ["Network share", 666, "regular"],
    ["Total", 730, "semibold"],
    ["The amount will be collected from your account. This letter", 830, "regular"],
    ["is printed for a demonstration and settles nothing.", 864, "regular"],
  ];
  const amounts: [string, number][] = [
    ["11.20", 570],
    ["63.60", 618],
    ["8.05", 666],
    ["82.85", 730],
  ];
  return (
    lines.map(([text, y, face]) => textPath(text, { x: 90, y, size: 25, face, maxWidth: 640 })).join("") +
    amounts.map(([text, y]) => textPath(text, { x: 810, y, size: 25, face: "mono", anchor: "end" })).join("")
  );
}

/** Render a proof-of-address letter as a JPEG. */
export async function renderProofOfAddress(card: CardData): Promise<Buffer> {
  const { width, height } = LETTER;
  const head =
    `<rect width="${width}" height="${height}" fill="#fbfaf6"/><rect width="${width}" height="12" fill="#2f6b62"/><circle cx="120" cy="112" r="34" fill="#2f6b62"/><path d="M124 84l-22 34h16l-4 24 22-34h-16z" fill="#fbfaf6"/>` +
    textPath("Utopia Light & Water", { x: 176, y: 122, size: 32, face: "bold", fill: "#2f6b62" }) +
    `<path d="M90 690H810M90 520H810" stroke="#b9c2be" stroke-width="2"/>`;
  const mark = specimenMark(width, height, 150, "#c0392b", 0.13);
  return await sharp(svg(width, height, head + letterText(card) + mark))
    .jpeg({ quality: QUALITY })
    .toBuffer();
}
