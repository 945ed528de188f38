/** Looks at what is on screen in every appearance: axe, overflow, and a picture to look at. */
import { AxeBuilder } from '@axe-core/playwright';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import type { Language } from '../../../domain/languages.ts';

const FOLDER = join('test-output', 'screenshots');
const THEMES = ['light', 'dark'] as const;
/** The narrowest that WCAG asks for (1.4.10), and a desk's. */
const WIDTHS = [320, 1440] as const;
const HEIGHT = 900;

export interface Inspection {
  readonly page: Page;
  readonly language: Language;
  /** Barriers do not depend on the language, and looking for them takes the longest. */
  readonly axe: boolean;
}

/** Inspects the screen as it is now. Ends as wide and as bright as the visitor began. */
export async function inspect({ page, language, axe }: Inspection, name: string): Promise<void> {
  await mkdir(join(FOLDER, language), { recursive: true });
  const width = page.viewportSize()?.width ?? 1440;
  for (const theme of THEMES) {
    for (const each of WIDTHS) {
      await page.emulateMedia({ colorScheme: theme });
      await page.setViewportSize({ width: each, height: HEIGHT });
      await settled(page);
      const appearance = `${name}-${theme}-${each}`;
      await page.screenshot({ path: join(FOLDER, language, `${appearance}.png`), fullPage: true });
      const scrollWidth = await page.evaluate(() => document.documentElement.scrollWidth);
      expect.soft(scrollWidth, `${appearance} scrolls sideways`).toBeLessThanOrEqual(each);
      if (axe) expect.soft(await barriers(page, theme), appearance).toEqual([]);
    }
  }
  await page.emulateMedia({ colorScheme: 'light' });
  await page.setViewportSize({ width, height: HEIGHT });
  await settled(page);
}

/** Two frames: what listens to the width has drawn anew, and what that changed is laid out. */
const settled = (page: Page) =>
  page.evaluate(
    () =>
      new Promise((resolve) => {
        requestAnimationFrame(() => requestAnimationFrame(resolve));
      }),
  );

/** What axe finds, each with the elements that it is about. Themes differ in colours alone. */
async function barriers(page: Page, theme: (typeof THEMES)[number]): Promise<string[]> {
  const axe = new AxeBuilder({ page })
    // Where the focus leaves a dialog through these, the dialog takes it back: nobody stays there.
    .exclude('[data-tabster-dummy]')
    // There are no frames, and without this each look opens and closes a tab.
    .setLegacyMode();
  const { violations } = await (
    theme === 'light' ? axe : axe.withRules(['color-contrast', 'link-in-text-block'])
  ).analyze();
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id} ${target.join(' ')}: ${failureSummary}`),
  );
}
