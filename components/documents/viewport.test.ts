import { describe, expect, test } from "vitest";
import { randomOfTest } from "@/test/random";
import {
  fitted,
  type Geometry,
  geometryOf,
  panBy,
  pinch,
  scaleOf,
  settle,
  toggleSize,
  type View,
  withView,
  zoomAt,
} from "./viewport";

const card = { width: 1600, height: 1000 };
const wide = geometryOf({ width: 800, height: 600 }, card, 0);
const tall = geometryOf({ width: 400, height: 600 }, { width: 900, height: 1200 }, 0);

/** Which share of the picture, from its middle, lies at a point of the frame. */
function shareAt(view: View, geometry: Geometry, at: { x: number; y: number }) {
  const scale = scaleOf(view, geometry);
  return {
    x: at.x / (geometry.picture.width * scale) - view.x,
    y: at.y / (geometry.picture.height * scale) - view.y,
  };
}

/** How far the edges of the picture are inside the frame, in px; positive means that a gap shows. */
function gaps(view: View, geometry: Geometry) {
  const scale = scaleOf(view, geometry);
  const along = (size: number, room: number, shift: number) =>
    size * scale > room ? Math.abs(shift * size * scale) + room / 2 - (size * scale) / 2 : 0;
  return {
    x: along(geometry.picture.width, geometry.frame.width, view.x),
    y: along(geometry.picture.height, geometry.frame.height, view.y),
  };
}

describe("fit", () => {
  test("shows the whole picture, turned or not, however small it is", () => {
    expect(wide.fit).toBe(0.5);
    expect(geometryOf({ width: 800, height: 600 }, card, 90).fit).toBe(0.375);
    expect(geometryOf({ width: 800, height: 600 }, card, 270).picture).toEqual({ width: 1000, height: 1600 });
    expect(geometryOf({ width: 800, height: 600 }, { width: 200, height: 100 }, 0).fit).toBe(4);
  });

  test("a frame without a size causes no division by zero", () => {
    expect(geometryOf({ width: 0, height: 0 }, card, 0).fit).toBe(1);
  });
});

describe("zoom", () => {
  test("keeps the point under the cursor in place", () => {
    const at = { x: 120, y: -40 };
    const start = zoomAt(fitted, wide, 4);
    const before = shareAt(start, wide, at);
    const after = shareAt(zoomAt(start, wide, 1.5, at), wide, at);
    expect(after.x).toBeCloseTo(before.x, 10);
    expect(after.y).toBeCloseTo(before.y, 10);
  });

  test("ends at the whole picture and at a few pixels", () => {
    expect(zoomAt(zoomAt(fitted, wide, 3, { x: 300, y: 200 }), wide, 0.01)).toEqual(fitted);
    expect(zoomAt(fitted, wide, 1000).zoom).toBe(8);
    const photograph = geometryOf({ width: 400, height: 300 }, { width: 8000, height: 6000 }, 0);
    expect(scaleOf(zoomAt(fitted, photograph, 1000), photograph)).toBe(4);
  });

  test("a double click goes to the picture's own size and back", () => {
    const near = toggleSize(fitted, wide, { x: 0, y: 0 });
    expect(scaleOf(near, wide)).toBe(1);
    expect(toggleSize(near, wide, { x: 50, y: 50 })).toEqual(fitted);
    const small = geometryOf({ width: 800, height: 600 }, { width: 400, height: 250 }, 0);
    expect(toggleSize(fitted, small, { x: 0, y: 0 }).zoom).toBe(2);
  });
});

describe("pan", () => {
  test("moves by the pixels the pointer moved", () => {
    const start = zoomAt(fitted, wide, 3);
    const moved = panBy(start, wide, { x: 30, y: -20 });
    expect(moved.x * 1600 * scaleOf(moved, wide)).toBeCloseTo(30, 10);
    expect(moved.y * 1000 * scaleOf(moved, wide)).toBeCloseTo(-20, 10);
  });

  test("never moves the picture off the stage, wherever it is dragged", () => {
    let view = fitted;
    const { next } = randomOfTest();
    const random = () => next() - 0.5;
    for (let step = 0; step < 500; step += 1) {
      const at = { x: random() * 900, y: random() * 700 };
      view =
        step % 2 ? panBy(view, wide, { x: at.x * 9, y: at.y * 9 }) : zoomAt(view, wide, 2 ** random(), at);
      expect(gaps(view, wide).x).toBeLessThan(0.001);
      expect(gaps(view, wide).y).toBeLessThan(0.001);
    }
  });

  test("a picture that fits stays in the centre", () => {
    expect(panBy(fitted, wide, { x: 400, y: 400 })).toEqual(fitted);
    expect(settle({ zoom: 1.1, x: 0.3, y: 0.3 }, wide).y).toBe(0);
  });
});

test("two fingers zoom around the point between them, and move it", () => {
  const start = zoomAt(fitted, wide, 3);
  const between = shareAt(start, wide, { x: 0, y: 10 });
  const view = pinch(
    start,
    wide,
    [
      { x: -50, y: 10 },
      { x: 50, y: 10 },
    ],
    [
      { x: -60, y: 30 },
      { x: 90, y: 30 },
    ],
  );
  expect(view.zoom).toBeCloseTo(4.5);
  const after = shareAt(view, wide, { x: 15, y: 30 });
  expect(after.x).toBeCloseTo(between.x, 10);
  expect(after.y).toBeCloseTo(between.y, 10);
});

describe("linked", () => {
  test("the same part of two pictures of different sizes is in the centre", () => {
    const next = panBy(zoomAt(fitted, wide, 4), wide, { x: 200, y: 100 });
    const [left, right] = withView([fitted, fitted], 0, next, true);
    const middle = { x: 0, y: 0 };
    expect(shareAt(settle(right, tall), tall, middle)).toEqual(shareAt(left, wide, middle));
  });

  test("each side keeps its own picture within the limits", () => {
    const corner = panBy(zoomAt(fitted, wide, 8), wide, { x: 9999, y: 9999 });
    const [, right] = withView([fitted, fitted], 0, corner, true);
    expect(gaps(settle(right, tall), tall).x).toBeLessThan(0.001);
    expect(gaps(settle(right, tall), tall).y).toBeLessThan(0.001);
  });

  test("unlinked, the other side stays as it is", () => {
    const next = zoomAt(fitted, wide, 4);
    expect(withView([fitted, fitted], 1, next, false)).toEqual([fitted, next]);
  });
});
