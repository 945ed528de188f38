/** Getting about without a mouse. */
import type { Locator, Page } from 'playwright-core';

/** More than any screen has. */
const MOST_STOPS = 150;

/**
 * Presses Tab until that has the focus, as a person would who looks for it.
 * @throws Error when the keyboard does not get there.
 */
export async function pressUntilFocused(page: Page, wanted: Locator): Promise<void> {
  await wanted.waitFor();
  for (let presses = 0; presses < MOST_STOPS; presses += 1) {
    if (await wanted.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`Tab never reached ${String(wanted)}`);
}
