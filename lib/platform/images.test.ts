import { readFile } from "node:fs/promises";
import sharp from "sharp";
import { describe, expect, it } from "vitest";
import { isShownSmaller, pixelsOf, prepareImage, shownSize, watermark } from "@/lib/platform/images";
import { sampleImage } from "@/test/factories";

const withMetadata = async () =>
  sharp(await sampleImage("jpeg", 200))
    .withExif({
      IFD0: { Artist: "Emily Johnson", Software: "Editor 9" },
      IFD3: { GPSLatitude: "52/1 30/1 0/1" },
    })
    .toBuffer();

/** The first bytes of a file in the ISO base media format. */
const ftyp = (brand: string, others = "") =>
  Buffer.concat([Buffer.from([0, 0, 0, 24]), Buffer.from(`ftyp${brand}\0\0\0\0${others}`), Buffer.alloc(64)]);

it("what an image says of its size is read of the accepted formats alone", async () => {
  expect(await pixelsOf(await sampleImage("jpeg", 200))).toBeGreaterThan(200);
  expect(await pixelsOf(Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'))).toBe(
    0,
  );
  expect(await pixelsOf(Buffer.from("\x89PNG\r\n\x1a\n and no more", "latin1"))).toBe(0);
});

describe("an uploaded image", () => {
  it("loses its metadata, including the place it was taken", async () => {
    const given = await withMetadata();
    expect(given.includes("Emily Johnson")).toBe(true);
    const { bytes, thumbnail, mimeType } = await prepareImage(given);
    expect(mimeType).toBe("image/jpeg");
    for (const result of [bytes, thumbnail]) {
      const { exif, xmp, iptc, comments } = await sharp(result).metadata();
      expect([exif, xmp, iptc, comments]).toEqual([undefined, undefined, undefined, undefined]);
    }
  });

  it("is turned upright before its orientation tag is dropped", async () => {
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

  it.each<[string, Buffer, RegExp]>([
    ["a PDF", Buffer.from("%PDF-1.7\n…"), /PDF/],
    [
      "a HEIC photo",
      Buffer.concat([Buffer.from([0, 0, 0, 24]), Buffer.from("ftypheic"), Buffer.alloc(64)]),
      /HEIC/,
    ],
    [
      "a GIF",
      Buffer.from("R0lGODlhAQABAAAAACH5BAEKAAEALAAAAAABAAEAAAICTAEAOw==", "base64"),
      /this one is GIF/,
    ],
    ["a PDF after a byte order mark", Buffer.from("\ufeff%PDF-1.7\n…"), /PDF/],
    ["a PDF after a blank line", Buffer.from("\r\n\r\n%PDF-1.7\n…"), /PDF/],
    ["a PDF after a mail's header", Buffer.from(`${"X-Header: 1\n".repeat(50)}%PDF-1.7\n…`), /PDF/],
    ...["hevx", "heix", "heim", "hevc", "mif1", "msf1", "avif", "avis"].map(
      (brand): [string, Buffer, RegExp] => [`an image of brand ${brand}`, ftyp(brand), /HEIC and AVIF/],
    ),
    ["a HEIC photo of another first brand", ftyp("XXXX", "mif1heic"), /HEIC and AVIF/],
    ["a film", ftyp("isom", "iso2mp41"), /this one is a video/],
    ["a TIFF", Buffer.from("II*\0\b\0\0\0"), /TIFF/],
    ["a BMP", Buffer.from("BM6\0\0\0\0\0\0\0"), /BMP/],
    ["a drawing", Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"/>'), /SVG/],
    ["a page", Buffer.from("<!DOCTYPE html><title>Sign in</title>"), /web page/],
    ["a text", Buffer.from("not an image"), /cannot be read/],
    ["nothing", Buffer.alloc(0), /cannot be read/],
  ])("is refused when it is %s", async (_, bytes, message) => {
    await expect(prepareImage(bytes)).rejects.toMatchObject({
      code: "validation_error",
      message: expect.stringMatching(message),
    });
  });

  it("may begin with white space and a byte order mark", async () => {
    const image = await sampleImage("jpeg", 64);
    for (const blanks of ["\n", "\r\n\r\n", "\ufeff", " \n"])
      expect(await prepareImage(Buffer.concat([Buffer.from(blanks), image]))).toMatchObject({ width: 64 });
  });

  it("never reaches a decoder of another format", async () => {
    const gif = await sharp({ create: { width: 2, height: 2, channels: 3, background: "red" } })
      .gif()
      .toBuffer();
    await expect(sharp(gif).metadata()).rejects.toThrow(/unsupported image format/);
    const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>');
    await expect(prepareImage(svg)).rejects.toMatchObject({ code: "validation_error" });
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
  ])("covers a %s image without changing its size", async (_, width, height) => {
    const plain = await sharp({ create: { width, height, channels: 3, background: "#777" } })
      .jpeg()
      .toBuffer();
    const marked = await watermark(plain, "Zoë <b>&amp; 陽菜 · 2026-11-21 09:00 UTC");
    expect(await sharp(marked).metadata()).toMatchObject({ width, height, format: "jpeg" });
    const { channels } = await sharp(marked).stats();
    expect(channels[0]?.stdev).toBeGreaterThan(0.5);
  });
});

describe("a transparent image", () => {
  const drawn = (ink: string) =>
    sharp({ create: { width: 600, height: 400, channels: 4, background: "#00000000" } })
      .composite([{ input: { create: { width: 300, height: 20, channels: 4, background: ink } } }])
      .png()
      .toBuffer();
  const corner = async (image: Buffer) => {
    const { data } = await sharp(image)
      .removeAlpha()
      .extract({ left: 0, top: 0, width: 8, height: 8 })
      .raw()
      .toBuffer({ resolveWithObject: true });
    return data.reduce((sum, value) => sum + value, 0) / data.length;
  };

  it("gets a white background, or a slate one for bright ink", async () => {
    expect(await corner(await watermark(await drawn("#000"), "x"))).toBeGreaterThan(200);
    expect(await corner(await watermark(await drawn("#fff"), "x"))).toBeLessThan(120);
    const { bytes, thumbnail } = await prepareImage(await drawn("#000"));
    expect(await corner(thumbnail)).toBeGreaterThan(200);
    expect((await sharp(bytes).metadata()).hasAlpha).toBe(true);
    const real = await readFile("test/fixtures/reading/images/alpha.png");
    const { channels } = await sharp(await watermark(real, "x")).stats();
    expect(channels[0]?.mean).toBeGreaterThan(150);
  });
});

describe("a very large image", () => {
  it("is refused where its sender may not send so many pixels, however small the file", async () => {
    const flat = await sharp({ create: { width: 1_000, height: 1_001, channels: 3, background: "#777" } })
      .png()
      .toBuffer();
    expect(flat.length).toBeLessThan(50_000);
    await expect(prepareImage(flat, 1_000_000)).rejects.toMatchObject({ code: "validation_error" });
    expect((await prepareImage(flat, 1_001_000)).height).toBe(1_001);
  });

  it("is shown at a limited size", async () => {
    const large = await sharp({ create: { width: 9_000, height: 3_000, channels: 3, background: "#777" } })
      .jpeg()
      .toBuffer();
    expect((await prepareImage(large)).width).toBe(9_000);
    expect([isShownSmaller(9_000, 3_000), isShownSmaller(4_032, 3_024)]).toEqual([true, false]);
    expect(await sharp(await shownSize(large)).metadata()).toMatchObject({
      width: 4_096,
      height: 1_365,
    });
  });
});
