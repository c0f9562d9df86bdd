import sharp from "sharp";
import { describe, expect, it } from "vitest";
import { lookAtPicture } from "@/lib/reading/pictures";
import { measureReading } from "@/test/reading-rates";
import { specimens } from "@/test/specimens";
import { documentSvg, photograph, qualities, zoneSpecimens } from "@/test/zone-specimens";

const [passport, , , card] = zoneSpecimens;
if (!passport || !card) throw new Error("There are no specimens.");

const rateOf = (rates: Record<string, { right: number; of: number }>) => {
  const all = Object.values(rates);
  return all.reduce((sum, { right }) => sum + right, 0) / all.reduce((sum, { of }) => sum + of, 0);
};

/** A zone with one other sign, so that check digits are wrong. */
const falsified = {
  ...passport,
  lines: passport.lines.map((line) => line.replace("7408122", "7508122")),
};

describe("reading documents", () => {
  it("accepts nothing wrong of ten kinds and two licences, and reads nearly all", async () => {
    const { zones, barcodes, wrong } = await measureReading();
    expect(wrong).toEqual([]);
    const least = { sharp: 0.98, phone: 0.98, poor: 0.9, worst: 0 };
    for (const quality of qualities) {
      expect(rateOf(zones[quality]), quality).toBeGreaterThanOrEqual(least[quality]);
      expect(rateOf(barcodes[quality]), quality).toBeGreaterThanOrEqual(quality === "worst" ? 0 : 0.5);
    }
  });

  it.each([90, 180, 270])(
    "reads a document that was photographed with a turn of %i degrees",
    async (turn) => {
      const picture = await photograph(documentSvg(card), "phone", 3);
      const { zone } = await lookAtPicture(await sharp(picture).rotate(turn).jpeg().toBuffer());
      expect(zone).toMatchObject({ found: "zone", zone: { lines: card.lines, unsure: [] } });
    },
  );

  it("accuses a zone whose check digits are wrong only when the picture is clear", async () => {
    const found = [];
    for (const quality of qualities)
      found.push((await lookAtPicture(await photograph(documentSvg(falsified), quality, 2))).zone);
    expect(found[0]).toEqual({ found: "wrong", checks: ["date_of_birth", "composite"] });
    expect(found.filter((zone) => zone.found === "zone")).toEqual([]);
  });

  it("leaves out names that are smeared, and what the check digits cover stays", async () => {
    const drawn = await photograph(documentSvg(passport), "sharp");
    // A band across the names, without the state before them.
    const band = Buffer.from(
      `<svg xmlns="http://www.w3.org/2000/svg" width="1500" height="1056"><rect x="460" y="890" width="30" height="34" fill="#555"/></svg>`,
    );
    const { zone } = await lookAtPicture(
      await sharp(drawn)
        .composite([{ input: band }])
        .jpeg()
        .toBuffer(),
    );
    const [first = "", second] = passport.lines;
    expect(zone).toEqual({
      found: "zone",
      zone: { lines: [first.slice(0, 5).padEnd(44, "<"), second], unsure: ["names"] },
    });
  });

  it("finds nothing where nothing is", async () => {
    const pictures = [specimens.front, specimens.back, specimens.selfie, specimens.blurred];
    for (const picture of pictures)
      expect(await lookAtPicture(await picture())).toEqual({
        zone: { found: "nothing" },
        barcode: { found: "nothing" },
      });
  });

  it("survives a picture that cannot be read, and one that takes too long", async () => {
    await expect(lookAtPicture(Buffer.from("no picture"))).rejects.toThrow();
    const picture = await photograph(documentSvg(card), "sharp");
    await expect(lookAtPicture(picture, 1)).rejects.toThrow();
    expect((await lookAtPicture(picture)).zone).toMatchObject({ found: "zone" });
  });
});
