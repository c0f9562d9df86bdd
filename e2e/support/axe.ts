import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { expect } from "../fixtures";

const standard = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];
/** The rules by theme: every rule in light, only the rules about colours in dark. */
const themes = {
  dark: (axe: AxeBuilder) => axe.withRules(["color-contrast", "link-in-text-block"]),
  light: (axe: AxeBuilder) => axe.withTags(standard),
};

/** Checks the page as it is, in both themes. */
export async function expectAccessible(page: Page, what = page.url(), part = "html"): Promise<void> {
  for (const colorScheme of ["dark", "light"] as const) {
    await page.emulateMedia({ colorScheme });
    await page.evaluate(settleColours);
    // The legacy mode needs no page of its own, and suffices because there are no frames of other sites.
    const axe = new AxeBuilder({ page }).include(part).setLegacyMode();
    const { violations } = await themes[colorScheme](axe).analyze();
    const told = violations.flatMap(({ id, help, nodes }) =>
      nodes.map((node) => `${id}: ${help}: ${node.target.join(" ")}: ${node.failureSummary}`),
    );
    expect(told, `${what}, ${colorScheme}`).toEqual([]);
  }
}

/**
 * Ends every transition of colours at once, because in between the colours belong to neither theme. It does not wait
 * for them: an endless animation, or one that the browser does not draw, never finishes. The other theme begins with the
 * next frame, or is there already where the browser draws none.
 */
async function settleColours(): Promise<void> {
  const frame = new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
  await Promise.race([frame, new Promise((done) => setTimeout(done, 250))]);
  for (const animation of document.getAnimations()) {
    const isEndless = animation.effect?.getComputedTiming().endTime === Number.POSITIVE_INFINITY;
    if (isEndless) animation.cancel();
    else animation.finish();
  }
}
