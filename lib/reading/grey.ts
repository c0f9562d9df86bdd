/** A picture in shades of grey, from 0 (black) to 255, row by row. */
export type Grey = { data: Float32Array; width: number; height: number };

/** Returns a picture turned clockwise by so many quarters of a circle. */
export function turned({ data, width, height }: Grey, quarters: number): Grey {
  const turns = ((quarters % 4) + 4) % 4;
  if (turns === 0) return { data, width, height };
  const [w, h] = turns === 2 ? [width, height] : [height, width];
  const out = new Float32Array(data.length);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const [to, row] =
        turns === 1
          ? [height - 1 - y, x]
          : turns === 2
            ? [width - 1 - x, height - 1 - y]
            : [y, width - 1 - x];
      out[row * w + to] = data[y * width + x] ?? 0;
    }
  return { data: out, width: w, height: h };
}

/** Shrinks a picture by a whole number: each pixel is the mean of a square. */
export function shrunk(grey: Grey, by: number): Grey {
  if (by <= 1) return grey;
  const [width, height] = [Math.floor(grey.width / by), Math.floor(grey.height / by)];
  const data = new Float32Array(width * height);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      let sum = 0;
      for (let dy = 0; dy < by; dy++)
        for (let dx = 0; dx < by; dx++) sum += grey.data[(y * by + dy) * grey.width + x * by + dx] ?? 0;
      data[y * width + x] = sum / (by * by);
    }
  return { data, width, height };
}

/** Returns the shade at a place between pixels; outside of the picture that of its edge. */
export function shadeAt({ data, width, height }: Grey, x: number, y: number): number {
  const cx = Math.min(Math.max(x, 0), width - 1.001);
  const cy = Math.min(Math.max(y, 0), height - 1.001);
  const [left, top] = [Math.floor(cx), Math.floor(cy)];
  const [fx, fy] = [cx - left, cy - top];
  const at = top * width + left;
  const upper = (data[at] ?? 0) * (1 - fx) + (data[at + 1] ?? 0) * fx;
  const lower = (data[at + width] ?? 0) * (1 - fx) + (data[at + width + 1] ?? 0) * fx;
  return upper * (1 - fy) + lower * fy;
}

/** Blurs a picture by the normal distribution with this standard deviation in pixels. */
export function blurred({ data, width, height }: Grey, sigma: number): Grey {
  if (sigma < 0.3) return { data, width, height };
  const radius = Math.ceil(sigma * 2.5);
  const kernel = Array.from({ length: 2 * radius + 1 }, (_, at) =>
    Math.exp(-((at - radius) ** 2) / (2 * sigma ** 2)),
  );
  const total = kernel.reduce((sum, weight) => sum + weight, 0);
  const pass = (from: Float32Array, step: number, last: number, placeOf: (at: number) => number) => {
    const to = new Float32Array(from.length);
    for (let at = 0; at < from.length; at++) {
      const place = placeOf(at);
      let sum = 0;
      for (let k = -radius; k <= radius; k++) {
        const near = Math.min(Math.max(place + k, 0), last);
        sum += (kernel[k + radius] ?? 0) * (from[at + (near - place) * step] ?? 0);
      }
      to[at] = sum / total;
    }
    return to;
  };
  const across = pass(data, 1, width - 1, (at) => at % width);
  return { data: pass(across, width, height - 1, (at) => Math.floor(at / width)), width, height };
}
