import sharp from "sharp";
import { describe, expect, it } from "vitest";
import { prepareImage, watermark } from "@/lib/platform/images";
import { sampleImage } from "@/prisma/factories";

const withMetadata = async () =>
  sharp(await sampleImage("jpeg", 200))
    .withExif({
      IFD0: { Artist: "Emily Johnson", Software: "Editor 9" },
      IFD3: { GPSLatitude: "52/1 30/1 0/1" },
    })
    .toBuffer();

describe("an image on the way in", () => {
  it("loses its metadata, the place it was taken included", async () => {
    const given = await withMetadata();
    expect(given.includes("Emily Johnson")).toBe(true);
    const { bytes, thumbnail, mimeType } = await prepareImage(given);
    expect(mimeType).toBe("image/jpeg");
    for (const result of [bytes, thumbnail]) {
      const { exif, xmp, iptc, comments } = await sharp(result).metadata();
      expect([exif, xmp, iptc, comments]).toEqual([undefined, undefined, undefined, undefined]);
    }
  });

  it("is turned upright before the note that says so is dropped", async () => {
    const lying = await sharp({ create: { width: 40, height: 20, channels: 3, background: "red" } })
      .jpeg()
      .withMetadata({ orientation: 6 })
      .toBuffer();
    expect(await prepareImage(lying)).toMatchObject({ width: 20, height: 40 });
  });

  it.each(["jpeg", "png", "webp"] as const)(
    "stays what it was as %s and gets a thumbnail",
    async (format) => {
      const { bytes, thumbnail, mimeType } = await prepareImage(await sampleImage(format, 640));
      expect(mimeType).toBe(`image/${format}`);
      expect((await sharp(bytes).metadata()).width).toBe(640);
      expect((await sharp(thumbnail).metadata()).width).toBe(320);
    },
  );

  it.each([
    ["a PDF", Buffer.from("%PDF-1.7\n…"), /PDF/],
    [
      "a HEIC photo",
      Buffer.concat([Buffer.from([0, 0, 0, 24]), Buffer.from("ftypheic"), Buffer.alloc(64)]),
      /HEIC/,
    ],
    ["a GIF", Buffer.from("R0lGODlhAQABAAAAACH5BAEKAAEALAAAAAABAAEAAAICTAEAOw==", "base64"), /gif/],
    ["a text", Buffer.from("not an image"), /cannot be read/],
    ["nothing", Buffer.alloc(0), /cannot be read/],
  ])("is refused when it is %s", async (_, bytes, message) => {
    await expect(prepareImage(bytes)).rejects.toMatchObject({
      code: "validation_error",
      message: expect.stringMatching(message),
    });
  });

  it("is refused when it is cut off", async () => {
    const whole = await sampleImage("jpeg", 400);
    await expect(prepareImage(whole.subarray(0, whole.length / 2))).rejects.toMatchObject({
      code: "validation_error",
    });
  });
});

describe("a watermark", () => {
  it.each([
    ["wide", 1200, 700],
    ["small", 90, 60],
    ["tall", 120, 900],
  ])("goes all over a %s image without changing its size", async (_, width, height) => {
    const plain = await sharp({ create: { width, height, channels: 3, background: "#777" } })
      .jpeg()
      .toBuffer();
    const marked = await watermark(plain, "Zoë <b>&amp; 陽菜 · 2026-11-21 09:00 UTC");
    expect(await sharp(marked).metadata()).toMatchObject({ width, height, format: "jpeg" });
    const { channels } = await sharp(marked).stats();
    expect(channels[0]?.stdev).toBeGreaterThan(0.5);
  });
});
