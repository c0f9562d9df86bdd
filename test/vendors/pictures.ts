import sharp from "sharp";

/** Returns a small JPEG of one colour, which tells it from others. */
export const picture = (red: number, size = 64): Promise<Buffer> =>
  sharp({ create: { width: size, height: size, channels: 3, background: { r: red, g: 120, b: 60 } } })
    .jpeg()
    .toBuffer();
