import type { Point, Size } from "./viewport";

type Painting = {
  bitmap: ImageBitmap;
  /** The size of the canvas, in CSS px. */
  size: Size;
  /** The position of the image's centre, in CSS px. */
  middle: Point;
  /** CSS px per image px. */
  scale: number;
  turn: number;
};

/** Draws the image at the screen's resolution. */
export function paint(canvas: HTMLCanvasElement, { bitmap, size, middle, scale, turn }: Painting): void {
  const context = canvas.getContext("2d");
  if (!context || bitmap.width === 0) return;
  const density = window.devicePixelRatio || 1;
  const width = Math.round(size.width * density);
  const height = Math.round(size.height * density);
  if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height });
  context.setTransform(1, 0, 0, 1, 0, 0);
  context.clearRect(0, 0, width, height);
  context.imageSmoothingQuality = "high";
  context.setTransform(density, 0, 0, density, middle.x * density, middle.y * density);
  context.rotate((turn * Math.PI) / 180);
  context.scale(scale, scale);
  context.drawImage(bitmap, -bitmap.width / 2, -bitmap.height / 2);
}
