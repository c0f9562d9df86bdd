import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { expect } from "../fixtures";

const standard = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];
/** Every rule in light; in dark the ones about colours, which are all that differs. */
const themes = {
  dark: (axe: AxeBuilder) => axe.withRules(["color-contrast", "link-in-text-block"]),
  light: (axe: AxeBuilder) => axe.withTags(standard),
};

/** The page as it stands, in both themes. */
export async function expectAccessible(page: Page, what = page.url(), part = "html"): Promise<void> {
  for (const colorScheme of ["dark", "light"] as const) {
    await page.emulateMedia({ colorScheme });
    await page.evaluate(settleColours);
    // Without frames of other sites there is no need for the page of its own that axe would open.
    const axe = new AxeBuilder({ page }).include(part).setLegacyMode();
    const { violations } = await themes[colorScheme](axe).analyze();
    const told = violations.flatMap(({ id, help, nodes }) =>
      nodes.map((node) => `${id}: ${help}: ${node.target.join(" ")}: ${node.failureSummary}`),
    );
    expect(told, `${what}, ${colorScheme}`).toEqual([]);
  }
}

/**
 * Ends each change of colours at once; in between they belong to neither theme.
 * Nothing is waited for: an animation without an end, or one that the browser draws no frame of, never finishes.
 */
function settleColours(): void {
  for (const animation of document.getAnimations()) {
    const isEndless = animation.effect?.getComputedTiming().endTime === Number.POSITIVE_INFINITY;
    if (isEndless) animation.cancel();
    else animation.finish();
  }
}
