import { parseMrz } from "@/lib/mrz/zone";
import type { Looked } from "@/lib/reading/look";
import { lookAtPicture } from "@/lib/reading/pictures";
import {
  documentSvg,
  licenceSpecimens,
  licenceSvg,
  photograph,
  type Quality,
  qualities,
  zoneSpecimens,
} from "@/test/zone-specimens";

/** What is counted of each picture. */
export const ratedFields = [
  "document_number",
  "date_of_birth",
  "document_expiration_date",
  "first_name",
  "last_name",
  "nationality",
  "gender",
  "document_issuing_state",
] as const;
type Field = (typeof ratedFields)[number];

export type Rate = { right: number; of: number };
export type Rates = {
  zones: Record<Quality, Record<Field, Rate>>;
  barcodes: Record<Quality, Record<Field, Rate>>;
  /** Every value that was accepted and is not what the document says. */
  wrong: string[];
};

const none = (): Record<Quality, Record<Field, Rate>> => {
  const fields = () => Object.fromEntries(ratedFields.map((field) => [field, { right: 0, of: 0 }]));
  return Object.fromEntries(qualities.map((quality) => [quality, fields()])) as never;
};

type Values = Partial<Record<Field, string | null>>;

const zoneOf = ({ zone }: Looked): Values =>
  (zone.found === "zone" && parseMrz(zone.zone.lines)?.fields) || {};
const licenceOf = ({ barcode }: Looked): Values =>
  barcode.found === "licence" ? (barcode.licences[0] as Values) : {};

function count(rates: Record<Field, Rate>, is: Values, read: Values): string[] {
  return ratedFields.flatMap((field) => {
    const [right, said] = [is[field] ?? null, read[field] ?? null];
    if (right === null) return said === null ? [] : [`${field}: ${said} is nowhere`];
    rates[field].of += 1;
    if (said === right) rates[field].right += 1;
    return said !== null && said !== right ? [`${field}: ${said} is ${right}`] : [];
  });
}

/** Draws, photographs and reads every specimen at every quality. */
export async function measureReading(): Promise<Rates> {
  const rates: Rates = { zones: none(), barcodes: none(), wrong: [] };
  const say = (name: string, quality: Quality, wrong: string[]) =>
    rates.wrong.push(...wrong.map((each) => `${name}, ${quality}: ${each}`));
  for (const quality of qualities) {
    for (const [at, specimen] of zoneSpecimens.entries()) {
      const looked = await lookAtPicture(await photograph(documentSvg(specimen), quality, at + 1));
      const is = parseMrz(specimen.lines)?.fields ?? {};
      say(specimen.name, quality, count(rates.zones[quality], is, zoneOf(looked)));
      if (looked.zone.found === "wrong") say(specimen.name, quality, ["its right check digits"]);
    }
    for (const [at, { name, text, said }] of licenceSpecimens.entries()) {
      const looked = await lookAtPicture(await photograph(await licenceSvg(text), quality, at + 1));
      say(name, quality, count(rates.barcodes[quality], said, licenceOf(looked)));
    }
  }
  return rates;
}

/** The rates of one kind of document as lines of a table in Markdown. */
export function ratesTable(rates: Record<Quality, Record<Field, Rate>>): string[] {
  const rated = ratedFields.filter((field) => qualities.some((quality) => rates[quality][field].of > 0));
  return [
    `| field | ${qualities.join(" | ")} |`,
    `| --- |${" --- |".repeat(qualities.length)}`,
    ...rated.map((field) => {
      const cells = qualities.map(
        (quality) => `${rates[quality][field].right} of ${rates[quality][field].of}`,
      );
      return `| ${field} | ${cells.join(" | ")} |`;
    }),
  ];
}
