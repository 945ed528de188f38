/** Keyboard navigation. */
import type { Locator, Page } from 'playwright-core';

/** More tab stops than any screen has. */
const MOST_STOPS = 150;

/**
 * Presses Tab until the element has the focus.
 * @throws Error if Tab does not reach it.
 */
export async function pressUntilFocused(page: Page, wanted: Locator): Promise<void> {
  await wanted.waitFor();
  for (let presses = 0; presses < MOST_STOPS; presses += 1) {
    if (await wanted.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`Tab never reached ${String(wanted)}`);
}
