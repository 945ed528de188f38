/** Tests in a real browser, with a stack per file and visitors per test. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type RunnerTestCase as TestCase, expect, test } from 'vitest';
import { launchChromium } from '../../support/chromium.ts';
import { startStack } from '../../support/stack.ts';
import { openVisitor, type Visitor, type VisitorOptions } from './visitor.ts';

const OUTPUT = 'test-output';

/**
 * `test` with a `stack` and a `chromium` per file, and `visit`, which opens a
 * browser window. A test fails if a browser logs an unexpected error. Screenshots
 * of failed tests are in `test-output/`.
 */
export const consoleTest = ({
  users = 120,
  databaseUrl,
}: { users?: number; databaseUrl?: string } = {}) =>
  test
    // oxlint-disable-next-line eslint/no-empty-pattern -- Vitest reads the dependencies of a fixture from this pattern
    .extend('stack', { scope: 'file' }, async ({}, { onCleanup }) => {
      const stack = await startStack({ users, console: true, databaseUrl });
      onCleanup(() => stack.close());
      return stack;
    })
    // oxlint-disable-next-line eslint/no-empty-pattern -- as above
    .extend('chromium', { scope: 'file' }, async ({}, { onCleanup }) => {
      const chromium = await launchChromium();
      onCleanup(() => chromium.close());
      return chromium;
    })
    .extend('visit', async ({ stack, chromium, task }, { onCleanup }) => {
      const visitors: Visitor[] = [];
      onCleanup(() => leave(visitors, task));
      return async (options: VisitorOptions = {}) => {
        const visitor = await openVisitor(chromium, stack.origin, options);
        visitors.push(visitor);
        return visitor;
      };
    });

/** Closes the windows and fails the test on unexpected errors in them. */
async function leave(visitors: readonly Visitor[], task: Readonly<TestCase>): Promise<void> {
  const failed = task.result?.state === 'fail';
  const complaints = visitors.flatMap((visitor) => visitor.complaints());
  if (failed || complaints.length > 0) await keepPictures(visitors, task.name, complaints);
  for (const { context } of visitors) await context.close();
  expect(complaints, 'complaints of the browser').toEqual([]);
}

async function keepPictures(
  visitors: readonly Visitor[],
  test: string,
  complaints: readonly string[],
): Promise<void> {
  await mkdir(OUTPUT, { recursive: true });
  const file = join(OUTPUT, test.replaceAll(/\W+/g, '-'));
  const pages = visitors.flatMap(({ context }) => context.pages());
  for (const [index, page] of pages.entries()) {
    await page.screenshot({ path: `${file}-${index + 1}.png` }).catch(() => undefined);
  }
  const addresses = pages.map((page) => page.url());
  await writeFile(`${file}.log`, [...addresses, ...complaints].join('\n'));
}
