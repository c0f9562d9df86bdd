import { expect, it } from "vitest";
import { isFiltered, readListState, toListParams, unfiltered, writeListState } from "./list-state";

const members = { status: ["completed", "failed"], result: ["approved"], risk: ["high"] };
const read = (text: string) => readListState(new URLSearchParams(text), members);

it("reads what it has written", () => {
  const text = "?status=completed,failed&country=DE&tag=vip&q=cust_1&from=2026-01-02&after=abc.def";
  expect(writeListState(read(text))).toBe(text);
});

it("drops invalid values of the address", () => {
  expect(read("?status=nonsense&risk=&from=2026-13-40&to=yesterday&after=a b")).toEqual(unfiltered);
});

it("requests the page of the last cursor", () => {
  expect(toListParams(read("?risk=high&after=abc.def"))).toEqual({ riskLevel: "high", pageAfter: "def" });
});

it("does not treat a page as a filter", () => {
  expect(isFiltered(read("?after=abc"))).toBe(false);
  expect(isFiltered(read("?q=x"))).toBe(true);
});
