import { expect, it } from "vitest";
import { watchForEnd } from "@/lib/intake/endless";

const page = (ids: readonly string[], next: string | null) => ({
  sessions: ids.map((id) => ({ id, version: null })),
  next,
});

it("a place that was read before ends a list, however many lie between", () => {
  const wrongIn = watchForEnd("The vendor");
  expect(["b", "c", "d"].map((next, at) => wrongIn(page([`${at}`], next)))).toEqual([null, null, null]);
  expect(wrongIn(page(["9"], "b"))).toBe("The vendor's list leads back to a page that was read before.");
});

it("a long list, pages without a wanted session and a page that comes twice are no end", () => {
  const wrongIn = watchForEnd("The vendor");
  const said = new Set<string | null>();
  for (let at = 0; at < 3_000; at++) {
    const ids = Array.from({ length: 100 }, (_, index) => `${Math.floor(at / 2)}/${index}`);
    said.add(wrongIn(page(at % 3 === 0 ? [] : ids, `${at}`)));
  }
  said.add(wrongIn(page(["1"], null)));
  expect([...said]).toEqual([null]);
});

it("a list of endlessly many pages is given up", () => {
  const wrongIn = watchForEnd("The vendor");
  let pages = 0;
  while (pages < 200_000 && wrongIn(page([], `${pages}`)) === null) pages++;
  expect(pages).toBe(100_000);
});
