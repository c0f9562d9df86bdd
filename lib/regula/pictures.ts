import { digest } from "@/lib/platform/crypto";
import type { Container, DocReaderAnswer } from "@/lib/regula/answer";
import type { VendorImage } from "@/lib/vendors/bundle";
import { inlineUrl } from "@/lib/vendors/inline";

type Found = {
  /** What it shows, and the name that tells it from the others. */
  shows: "page" | "portrait" | "chip_portrait" | "ghost_portrait" | "signature";
  page: number;
  light: number | null | undefined;
  /** Where the Base64 text stands in the answer, and the text. */
  path: (string | number)[];
  value: string;
};

/** The kinds of images that reviewers look at. Fingerprints, irises and barcodes stay in what the vendor sent. */
const graphicTypes: Record<number, Found["shows"]> = {
  201: "portrait",
  204: "signature",
  207: "page",
  208: "page",
  210: "ghost_portrait",
};
/** The result types of images in containers of one source: visual, barcode, live, external, chip. */
const graphicContainers: Record<number, string> = {
  6: "VISUAL",
  19: "BARCODE",
  32: "LIVE",
  35: "EXTERNAL",
  103: "RFID",
};
const croppedPage = 1;

/** White light first, then what is lit from above or the side, then daylight; infrared and ultraviolet last. */
const lights = [6, 2, 4, 0, 3072, 24, 128];
const rankOf = (light: number | null | undefined) => {
  const at = lights.indexOf(light ?? 0);
  return at < 0 ? lights.length : at;
};

function showsOf(type: number, source: string | null | undefined): Found["shows"] | null {
  const shows = graphicTypes[type] ?? null;
  // Only the pictures of the document itself: those of other sources are not of this document.
  if (source && !["VISUAL", "RFID", "MRZ"].includes(source)) return null;
  return shows === "portrait" && source === "RFID" ? "chip_portrait" : shows;
}

/** Type 208 is the rear; on type 207 only the number of the page says which side it is. */
const pageOf = (type: number, page: number | null | undefined) => (type === 208 ? 1 : (page ?? 0));

function fromImages({ Images }: Container, at: number): Found[] {
  return (Images?.fieldList ?? []).flatMap(({ fieldType, valueList }, field) =>
    (valueList ?? []).flatMap(({ source, pageIndex, lightIndex, value }, position) => {
      const shows = showsOf(fieldType, source);
      if (!shows || !value) return [];
      const path = [
        "ContainerList",
        "List",
        at,
        "Images",
        "fieldList",
        field,
        "valueList",
        position,
        "value",
      ];
      return [{ shows, page: pageOf(fieldType, pageIndex), light: lightIndex, path, value }];
    }),
  );
}

function fromGraphics({ result_type, page_idx, light, DocGraphicsInfo }: Container, at: number): Found[] {
  const source = graphicContainers[result_type];
  if (!source) return [];
  return (DocGraphicsInfo?.pArrayFields ?? []).flatMap(({ FieldType, image }, field) => {
    const shows = showsOf(FieldType, source);
    if (!shows || !image?.image) return [];
    const path = ["ContainerList", "List", at, "DocGraphicsInfo", "pArrayFields", field, "image", "image"];
    return [{ shows, page: pageOf(FieldType, page_idx), light, path, value: image.image }];
  });
}

function fromPage({ result_type, page_idx, light, RawImageContainer }: Container, at: number): Found[] {
  const value = result_type === croppedPage ? RawImageContainer?.image : null;
  if (!value) return [];
  const path = ["ContainerList", "List", at, "RawImageContainer", "image"];
  return [{ shows: "page", page: page_idx ?? 0, light, path, value }];
}

/** The order in which a reviewer looks at images; further pages come last. */
const order = ["front", "back", "portrait", "chip_portrait", "ghost_portrait", "signature"];

const nameOf = ({ shows, page }: Found) =>
  shows === "page" ? (["front", "back"][page] ?? `page_${page + 1}`) : shows;

/**
 * The images of a document: of all sources together (`Images`), then what only the containers of one source have. Each place
 * has one image, in the best light.
 * @param document the name of the answer in the record
 * @param documentType what the pages show
 */
export function readPictures(
  answer: DocReaderAnswer,
  document: string,
  documentType: string | null,
): VendorImage[] {
  const { List } = answer.ContainerList;
  const best = new Map<string, Found>();
  for (const read of [fromImages, fromGraphics, fromPage]) {
    const found = List.flatMap(read);
    const held = new Set(best.keys());
    for (const each of found) {
      const name = nameOf(each);
      const other = best.get(name);
      if (!held.has(name) && (!other || rankOf(each.light) < rankOf(other.light))) best.set(name, each);
    }
  }
  const placeOf = (name: string) => (order.includes(name) ? order.indexOf(name) : order.length);
  return [...best]
    .toSorted(([left], [right]) => placeOf(left) - placeOf(right))
    .map(([name, { shows, path, value }]) => ({
      name,
      kind: shows === "page" ? documentType : shows,
      page: shows === "page" ? name : null,
      downloadUrl: inlineUrl(document, path),
      version: digest(value).toString("hex").slice(0, 16),
    }));
}
