import { readFileSync } from "node:fs";
import path from "node:path";
import { Blob, Face, Font } from "harfbuzzjs";
import sharp from "sharp";

/** OCR-B by Norbert Schwarz and Matthew Skala: see OCRB.txt beside it. */
const shaper = new Font(
  new Face(
    new Blob(
      Uint8Array.from(readFileSync(path.join(import.meta.dirname, "../lib/reading/ocr-b.otf"))).buffer,
    ),
  ),
);

/** Pixels for each millimetre in which a document is drawn. */
const scale = 12;
/** The place of a character, 10 of which take an inch, and the distance of lines (ICAO Doc 9303-3, 4.8). */
const pitch = 2.54 * scale;
const lineHeight = 6.35 * scale;

const weights = [7, 3, 1];
const worthOf = (sign: string) => (sign === "<" ? 0 : Number.parseInt(sign, 36));

/** The check digit of places of a zone (ICAO Doc 9303-3, 4.9). */
export const checkDigit = (places: string): string =>
  String([...places].reduce((sum, sign, at) => sum + worthOf(sign) * (weights[at % 3] ?? 0), 0) % 10);

const withDigit = (places: string) => places + checkDigit(places);
const fill = (text: string, width: number) => text.padEnd(width, "<").slice(0, width);

type Holder = {
  code: string;
  state: string;
  nationality: string;
  names: string;
  number: string;
  born: string;
  sex: string;
  expires: string;
  optional?: string;
};

const td3 = (holder: Holder): string[] => {
  const [number, born, expires] = [
    withDigit(fill(holder.number, 9)),
    withDigit(holder.born),
    withDigit(holder.expires),
  ];
  const personal = holder.optional ? withDigit(fill(holder.optional, 14)) : "<".repeat(15);
  const composite = checkDigit(number + born + expires + personal);
  return [
    fill(`${fill(holder.code, 2)}${fill(holder.state, 3)}${holder.names}`, 44),
    `${number}${fill(holder.nationality, 3)}${born}${holder.sex}${expires}${personal}${composite}`,
  ];
};

const td2 = (holder: Holder): string[] => {
  const [number, born, expires] = [
    withDigit(fill(holder.number, 9)),
    withDigit(holder.born),
    withDigit(holder.expires),
  ];
  const optional = fill(holder.optional ?? "", 7);
  return [
    fill(`${fill(holder.code, 2)}${fill(holder.state, 3)}${holder.names}`, 36),
    `${number}${fill(holder.nationality, 3)}${born}${holder.sex}${expires}${optional}${checkDigit(number + born + expires + optional)}`,
  ];
};

const td1 = (holder: Holder): string[] => {
  const isLong = holder.number.length > 9;
  const number = isLong
    ? `${holder.number.slice(0, 9)}<${holder.number.slice(9)}${checkDigit(holder.number)}<`
    : withDigit(fill(holder.number, 9));
  const first = fill(`${fill(holder.code, 2)}${fill(holder.state, 3)}${number}${holder.optional ?? ""}`, 30);
  const [born, expires] = [withDigit(holder.born), withDigit(holder.expires)];
  const second = `${born}${holder.sex}${expires}${fill(holder.nationality, 3)}${"<".repeat(11)}`;
  const composite = checkDigit(first.slice(5) + born + expires + "<".repeat(11));
  return [first, second + composite, fill(holder.names, 30)];
};

const visa = (holder: Holder, width: 36 | 44): string[] => [
  fill(`${fill(holder.code, 2)}${fill(holder.state, 3)}${holder.names}`, width),
  fill(
    `${withDigit(fill(holder.number, 9))}${fill(holder.nationality, 3)}${withDigit(holder.born)}${holder.sex}${withDigit(holder.expires)}${holder.optional ?? ""}`,
    width,
  ),
];

const frenchCard = (last: string, first: string): string[] => {
  const one = `IDFRA${fill(last, 25)}750056`;
  const two = `${withDigit("980675012345")}${fill(first, 14)}${withDigit("750418")}F`;
  return [one, two + checkDigit(one + two)];
};

export type ZoneSpecimen = { name: string; lines: string[]; width: number; height: number };

const [passport, card, second] = [
  { width: 125, height: 88 },
  { width: 85.6, height: 54 },
  { width: 105, height: 74 },
];

/** Documents of nobody, of each form of a zone. */
export const zoneSpecimens: ZoneSpecimen[] = [
  {
    name: "passport, Utopia",
    ...passport,
    lines: td3({
      ...{ code: "P", state: "UTO", nationality: "UTO", names: "ERIKSSON<<ANNA<MARIA", number: "L898902C3" },
      ...{ born: "740812", sex: "F", expires: "320415", optional: "ZE184226B" },
    }),
  },
  {
    name: "passport, Germany",
    ...passport,
    lines: td3({
      ...{ code: "P", state: "D", nationality: "D", names: "MUSTERMANN<<ERIKA", number: "C01X00T47" },
      ...{ born: "640812", sex: "F", expires: "351031" },
    }),
  },
  {
    name: "passport, Portugal, cut names",
    ...passport,
    lines: td3({
      ...{ code: "P", state: "PRT", nationality: "PRT", number: "CB067834" },
      ...{ names: "DE<OLIVEIRA<CAVALCANTI<<MARIA<FRANCISCA<JOA" },
      ...{ born: "880730", sex: "F", expires: "300101" },
    }),
  },
  {
    name: "identity card, Switzerland",
    ...card,
    lines: td1({
      ...{ code: "ID", state: "CHE", nationality: "CHE", names: "KELLER<<LUKAS<BEAT", number: "S1A00A00" },
      ...{ born: "790213", sex: "M", expires: "331202" },
    }),
  },
  {
    name: "identity card, long number",
    ...card,
    lines: td1({
      ...{
        code: "I",
        state: "UTO",
        nationality: "UTO",
        names: "STEVENSON<<PETER<JOHN",
        number: "D231458907349",
      },
      ...{ born: "340712", sex: "M", expires: "300712" },
    }),
  },
  {
    name: "residence permit, Austria",
    ...card,
    lines: td1({
      ...{ code: "AR", state: "AUT", nationality: "SRB", names: "PETROVIC<<JELENA", number: "PA0027508" },
      ...{ born: "910905", sex: "F", expires: "290630", optional: "B0018" },
    }),
  },
  {
    name: "card of the second size, Utopia",
    ...second,
    lines: td2({
      ...{ code: "I", state: "UTO", nationality: "UTO", names: "OKONKWO<<CHIDI<EMEKA", number: "Q21B7K554" },
      ...{ born: "850302", sex: "M", expires: "310228", optional: "77" },
    }),
  },
  { name: "identity card, France", ...second, lines: frenchCard("BERTHIER", "CORINNE<<SOPHIE") },
  {
    name: "visa of the first size",
    width: 120,
    height: 80,
    lines: visa(
      {
        ...{ code: "V", state: "UTO", nationality: "UTO", names: "JOHANSSON<<KARL", number: "L8988901C" },
        ...{ born: "400918", sex: "M", expires: "290127", optional: "6ZE184226B" },
      },
      44,
    ),
  },
  {
    name: "visa of the second size",
    ...second,
    lines: visa(
      {
        ...{
          code: "VN",
          state: "DEU",
          nationality: "IND",
          names: "SHARMA<<PRIYA<KUMARI",
          number: "D4403K219",
        },
        ...{ born: "950616", sex: "F", expires: "280910", optional: "19X" },
      },
      36,
    ),
  },
];

function zoneSvg(lines: readonly string[], { width, height }: ZoneSpecimen): string {
  const size = pitch / shaper.glyphHAdvance(shaper.nominalGlyph(65) ?? 0);
  const left = ((width * scale - (lines[0]?.length ?? 0) * pitch) / 2).toFixed(1);
  const base = height * scale - lines.length * lineHeight + 1.2 * scale;
  return lines
    .map((line, row) =>
      [...line]
        .map((sign, at) => {
          const outline = shaper.glyphToPath(shaper.nominalGlyph(sign.charCodeAt(0)) ?? 0);
          const x = Number(left) + at * pitch;
          return `<path transform="translate(${x.toFixed(2)} ${(base + row * lineHeight).toFixed(2)}) scale(${size} ${-size})" d="${outline}"/>`;
        })
        .join(""),
    )
    .join("");
}

/** Waves in pale colours, as documents have them behind everything. */
const waves = (width: number, height: number) =>
  Array.from({ length: 30 }, (_, at) => {
    const y = (at * height) / 30;
    return `<path d="M0 ${y} Q${width / 4} ${y - 40} ${width / 2} ${y} T${width} ${y}" stroke="hsl(${at * 12} 45% 78%)" stroke-width="3" fill="none"/>`;
  }).join("");

/** Draws a document: its zone in OCR-B, a portrait, print in another type, and a coloured ground. */
export function documentSvg(specimen: ZoneSpecimen): string {
  const [width, height] = [specimen.width * scale, specimen.height * scale];
  const print = ["SPECIMEN", "Name / Nom", "Place of birth / Lieu de naissance", "Authority 0123456789"]
    .map(
      (text, at) =>
        `<text x="${width * 0.36}" y="${70 + at * 52}" font-size="32" font-family="sans-serif" fill="#222">${text}</text>`,
    )
    .join("");
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><rect width="100%" height="100%" fill="#eef2ea"/>
    ${waves(width, height)}<rect x="50" y="60" width="${width * 0.24}" height="${height * 0.42}" fill="#8d99a6"/>
    <circle cx="${50 + width * 0.12}" cy="${60 + height * 0.2}" r="${height * 0.12}" fill="#d0a98c"/>${print}
    <g fill="#1c1c1c">${zoneSvg(specimen.lines, specimen)}</g></svg>`;
}

export type Quality = "sharp" | "phone" | "poor" | "worst";
export const qualities: readonly Quality[] = ["sharp", "phone", "poor", "worst"];

/** Random numbers from 0 to 1 that are the same each time. */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

async function noisy(image: Buffer, strength: number, seed: number): Promise<Buffer> {
  const { data, info } = await sharp(image).removeAlpha().raw().toBuffer({ resolveWithObject: true });
  const random = randomFrom(seed);
  for (let at = 0; at < data.length; at += info.channels) {
    const by = (random() + random() + random() - 1.5) * strength;
    for (let band = 0; band < info.channels; band++)
      data[at + band] = Math.max(0, Math.min(255, (data[at + band] ?? 0) + by));
  }
  return sharp(data, { raw: { width: info.width, height: info.height, channels: info.channels } })
    .png()
    .toBuffer();
}

/**
 * Photographs a drawing. `sharp`: as a scanner does. `phone`: lying on a table, a little turned and blurred, JPEG 70.
 * `poor`: of few pixels, noisy, with the light of a lamp on it, JPEG 40. `worst`: hardly to be read by a person, JPEG 30.
 */
export async function photograph(svg: string, quality: Quality, seed = 1): Promise<Buffer> {
  const drawn = await sharp(Buffer.from(svg)).png().toBuffer();
  if (quality === "sharp") return sharp(drawn).jpeg({ quality: 92 }).toBuffer();
  const random = randomFrom(seed * 7919);
  const { width = 0 } = await sharp(drawn).metadata();
  const turned = await sharp(drawn)
    .rotate((quality === "phone" ? 3 : 2) * (random() - 0.5) * 2, { background: "#6b5d4f" })
    .extend({ top: 60, bottom: 60, left: 80, right: 80, background: "#6b5d4f" })
    .png()
    .toBuffer();
  if (quality === "phone")
    return sharp(await noisy(await sharp(turned).blur(1.2).png().toBuffer(), 14, seed))
      .jpeg({ quality: 70 })
      .toBuffer();
  const small = await sharp(turned)
    .resize({ width: Math.round(width * (quality === "poor" ? 0.52 : 0.45)) })
    .blur(quality === "poor" ? 0.7 : 0.8)
    .png()
    .toBuffer();
  const { width: w = 0, height: h = 0 } = await sharp(small).metadata();
  const lamp = `<svg xmlns="http://www.w3.org/2000/svg" width="${w}" height="${h}"><radialGradient id="l"><stop offset="0" stop-color="#fff" stop-opacity=".75"/><stop offset="1" stop-color="#fff" stop-opacity="0"/></radialGradient>
    <ellipse cx="${w * (0.3 + 0.4 * random())}" cy="${h * (0.6 + 0.2 * random())}" rx="${w * 0.3}" ry="${h * 0.25}" fill="url(#l)"/></svg>`;
  const lit = await sharp(small)
    .composite([{ input: Buffer.from(lamp) }])
    .png()
    .toBuffer();
  return sharp(await noisy(lit, quality === "poor" ? 40 : 48, seed))
    .jpeg({ quality: quality === "poor" ? 40 : 30 })
    .toBuffer();
}

const elements = (values: Record<string, string>) =>
  Object.entries(values)
    .map(([id, value]) => `${id}${value}`)
    .join("\n");

/** The text of the barcode of a licence (AAMVA DL/ID Card Design Standard, D.12.3), with one subfile. */
export function licenceText(version: number, values: Record<string, string>, issuer = "636000"): string {
  const subfile = `DL${elements(values)}\r`;
  const numbers = version === 1 ? "01" : `${String(version).padStart(2, "0")}00`;
  const mark = version === 1 ? "AAMVA" : "ANSI ";
  const start = 21 + numbers.length - 4 + 10;
  return `@\n\u001e\r${mark}${issuer}${numbers}01DL${String(start).padStart(4, "0")}${String(subfile.length).padStart(4, "0")}${subfile}`;
}

/** Licences of nobody: what their barcodes say, and what has to be read of them. */
export const licenceSpecimens = [
  {
    name: "driver's licence, Virginia",
    text: licenceText(10, {
      ...{ DAQ: "T64235789", DCS: "SAMPLE", DDE: "N", DAC: "MICHAEL", DDF: "N", DAD: "JOHN", DDG: "N" },
      ...{ DCA: "D", DCB: "K", DCD: "PH", DBD: "06062019", DBB: "06061986", DBA: "12102029", DBC: "1" },
      ...{
        DAU: "068 in",
        DAY: "BRO",
        DAG: "2300 WEST BROAD STREET",
        DAI: "RICHMOND",
        DAJ: "VA",
        DAK: "232690000",
      },
      ...{ DCF: "2424244747474786102204", DCG: "USA", DCK: "123456789" },
    }),
    said: {
      last_name: "SAMPLE",
      first_name: "MICHAEL",
      date_of_birth: "1986-06-06",
      document_number: "T64235789",
      document_expiration_date: "2029-12-10",
      gender: "male",
      document_issuing_state: "VA",
    },
  },
  {
    name: "driver's licence, Ontario",
    text: licenceText(
      4,
      {
        ...{ DCS: "TREMBLAY", DAC: "ÉLODIE", DAD: "ROSE", DBD: "20210312", DBB: "19900312", DBA: "20310312" },
        ...{
          DBC: "2",
          DAY: "BLU",
          DAU: "165 cm",
          DAG: "77 BAY ST",
          DAI: "TORONTO",
          DAJ: "ON",
          DAK: "M5G2C8",
        },
        ...{ DAQ: "T6801-70909-05312", DCF: "AB123", DCG: "CAN" },
      },
      "636012",
    ),
    said: {
      last_name: "TREMBLAY",
      first_name: "ÉLODIE",
      date_of_birth: "1990-03-12",
      document_number: "T6801-70909-05312",
      document_expiration_date: "2031-03-12",
      gender: "female",
      document_issuing_state: "ON",
    },
  },
] as const;

/** Draws the back of a licence with its barcode. @param barcode a PDF417 symbol as an SVG */
export async function licenceSvg(text: string): Promise<string> {
  const { prepareZXingModule, writeBarcode } = await import("zxing-wasm/writer");
  const decoder = path.join(import.meta.dirname, "../node_modules/zxing-wasm/dist/writer/zxing_writer.wasm");
  prepareZXingModule({ overrides: { wasmBinary: Uint8Array.from(readFileSync(decoder)).buffer } });
  const { svg } = await writeBarcode(Uint8Array.from(Buffer.from(text, "latin1")), {
    format: "PDF417",
    scale: 1,
  });
  const [, columns = "1", rows = "1"] = /<rect x="0" y="0" width="(\d+)" height="(\d+)"/.exec(svg) ?? [];
  const [width, height] = [card.width * scale, card.height * scale];
  const size = Math.min((width * 0.86) / Number(columns), (height * 0.5) / Number(rows));
  const inner = svg.replace(/^[\s\S]*?<svg[^>]*>|<\/svg>[\s\S]*$/g, "");
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><rect width="100%" height="100%" fill="#eef2ea"/>
    <text x="60" y="${height * 0.85}" font-size="34" font-family="sans-serif">CLASS D  END NONE  REST B</text>
    <g transform="translate(${width * 0.07} 40) scale(${size})">${inner}</g></svg>`;
}
