import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Frame, moveFrame, parseFrames, resizeFrame, startFrame, wholeFrame } from "./frames";

const step = fc.double({ min: -2, max: 2, noNaN: true });
const isInside = ({ x, y, width, height }: Frame) =>
  x >= 0 && y >= 0 && width >= 0.05 && height >= 0.05 && x + width <= 1 + 1e-9 && y + height <= 1 + 1e-9;

describe("the frame of a face", () => {
  it("stays inside the picture, however it is moved and resized", () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.boolean(), step, step)), (moves) => {
        const end = moves.reduce<Frame>(
          (frame, [moves, x, y]) => (moves ? moveFrame(frame, x, y) : resizeFrame(frame, x, y)),
          startFrame,
        );
        expect(isInside(end)).toBe(true);
      }),
    );
  });

  it("is read back as it was stored", () => {
    const frames = new Map([
      ["doc_1 2026", startFrame],
      ["doc_2 ", wholeFrame],
    ]);
    expect(parseFrames(JSON.stringify([...frames]))).toEqual(frames);
  });

  it.each([
    null,
    "",
    "{",
    "{}",
    "null",
    '[["a"]]',
    '[["a",{"x":0,"y":0,"width":2,"height":1}]]',
    '[["a",{"x":0.9,"y":0,"width":0.5,"height":1}]]',
    '[[1,{"x":0,"y":0,"width":1,"height":1}]]',
    '[["a",{"x":"0","y":0,"width":1,"height":1}],7]',
  ])("is left out if it cannot be read: %s", (text) => {
    expect(parseFrames(text).size).toBe(0);
  });
});
