/** Checks the screen in every theme and width: axe, overflow, and a screenshot for review. */
import { AxeBuilder } from '@axe-core/playwright';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import type { Language } from '../../../domain/languages.ts';

const FOLDER = join('test-output', 'screenshots');
const THEMES = ['light', 'dark'] as const;
/** The narrowest width of WCAG 1.4.10, and a desktop width. */
const WIDTHS = [320, 1440] as const;
const HEIGHT = 900;

export interface Inspection {
  readonly page: Page;
  readonly language: Language;
  /** Whether to run axe, which is slow and does not depend on the language. */
  readonly axe: boolean;
}

/** Inspects the current screen. Restores the width and the light theme afterwards. */
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

/** Waits two frames: one for listeners of the width to redraw, one for the layout after that. */
const settled = (page: Page) =>
  page.evaluate(
    () =>
      new Promise((resolve) => {
        requestAnimationFrame(() => requestAnimationFrame(resolve));
      }),
  );

/** The findings of axe with their elements. The dark theme differs only in colours, so only those are checked. */
async function barriers(page: Page, theme: (typeof THEMES)[number]): Promise<string[]> {
  const axe = new AxeBuilder({ page })
    // Focus sentinels: the dialog moves the focus back inside immediately.
    .exclude('[data-tabster-dummy]')
    // Avoids opening a tab for each run. The pages have no frames.
    .setLegacyMode();
  const { violations } = await (
    theme === 'light' ? axe : axe.withRules(['color-contrast', 'link-in-text-block'])
  ).analyze();
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id} ${target.join(' ')}: ${failureSummary}`),
  );
}
