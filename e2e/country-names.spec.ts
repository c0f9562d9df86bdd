import { sameEverywhere } from "@/lib/format/country";
import { alpha2ByAlpha3 } from "@/lib/format/country-codes";
import { expect, test } from "./fixtures";

const namesHere = (codes: string[]) => {
  const regions = new Intl.DisplayNames("en", { type: "region", fallback: "none" });
  return codes.map((code) => `${code} ${regions.of(code)}`);
};

test("a country that this browser names differently has a name of our own", async ({ page }) => {
  const codes = [...new Set(alpha2ByAlpha3.values())].filter((code) => !(code in sameEverywhere));
  expect(codes.length).toBeGreaterThan(200);
  expect(await page.evaluate(namesHere, codes)).toEqual(namesHere(codes));
});
