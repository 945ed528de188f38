/**
 * Measures on its own stack the milliseconds from a press to the first frame after the change, and
 * the bytes of a first visit. Prints JSON.
 */
import type { Locator } from 'playwright-core';
import { launchChromium } from '../support/chromium.ts';
import { openSession } from '../support/console-session.ts';
import { startStack } from '../support/stack.ts';
import { walkToTargets } from '../support/walk.ts';
import { administrationPage } from './support/administration-page.ts';
import { consolePage, CONTOSO, provisionPath } from './support/console-page.ts';
import { targetsPage } from './support/targets-page.ts';
import { countTransfers } from './support/transferred.ts';
import { openVisitor, type Visitor } from './support/visitor.ts';

const TIMES = 25;

/** Presses and waits within the page, so that the connection to the browser is not measured. */
async function reaction(press: Locator, changed: string): Promise<number> {
  return press.evaluate(async (element: HTMLElement, selector) => {
    const begun = performance.now();
    element.click();
    do {
      await new Promise((resolve) => {
        requestAnimationFrame(resolve);
      });
    } while (!document.querySelector(selector));
    return performance.now() - begun;
  }, changed);
}

function summary(samples: readonly number[]) {
  const sorted = samples.toSorted((left, right) => left - right);
  const at = (share: number) =>
    Number((sorted[Math.ceil(sorted.length * share) - 1] ?? Number.NaN).toFixed(1));
  return { p50: at(0.5), p95: at(0.95), times: samples.length };
}

/** Measures `TIMES` reactions. `back` restores the page after each. */
async function measured(
  press: Locator,
  changed: string,
  back: () => Promise<unknown>,
): Promise<ReturnType<typeof summary>> {
  const samples: number[] = [];
  for (let time = 0; time < TIMES; time += 1) {
    samples.push(await reaction(press, changed));
    await back();
  }
  return summary(samples);
}

async function measureAll(visitor: Visitor, session: Awaited<ReturnType<typeof openSession>>) {
  const { page } = visitor;
  const console = consolePage(visitor);
  const administration = administrationPage(visitor);
  const targets = targetsPage(visitor);

  const openDashboard = async () => {
    await console.open(`${CONTOSO}/dashboard`);
    await console.service.waitFor();
  };
  await walkToTargets(session);
  await openDashboard();
  const open = console.service.getByRole('link', { name: visitor.t('dashboard:continue') });
  const provision = await measured(open, '[role="radiogroup"]', openDashboard);

  const notifications = await measured(console.ring, '[role="dialog"]', async () => {
    await page.keyboard.press('Escape');
    await console.bell.waitFor({ state: 'hidden' });
  });

  await console.open(provisionPath(CONTOSO));
  await targets.all.check();
  const method = await measured(targets.selectedUsers, '[role="tablist"]', () =>
    targets.all.check(),
  );
  await targets.selectedUsers.check();
  const group = '[role="tab"][aria-selected="true"][value="byGroup"]';
  const tabs = await measured(targets.byGroup, group, () => targets.byUser.click());

  await administration.open();
  await administration.tab('history').waitFor();
  const parts = await measured(
    administration.tab('history'),
    '[role="tab"][aria-selected="true"][value="history"]',
    () => administration.tab('overview').click(),
  );
  return { provision, notifications, method, tabs, parts };
}

/** Bytes transferred from the sign-in to the dashboard. */
async function firstVisit(visitor: Visitor) {
  const transfers = await countTransfers(visitor);
  await consolePage(visitor).signIn();
  const bytes = (types: readonly string[]) =>
    transfers.filter(({ type }) => types.includes(type)).reduce((sum, it) => sum + it.bytes, 0);
  return {
    scriptBytes: bytes(['Script']),
    scripts: transfers.filter(({ type }) => type === 'Script').length,
    allBytes: transfers.reduce((sum, it) => sum + it.bytes, 0),
  };
}

const stack = await startStack({ users: 1000, console: true });
const chromium = await launchChromium();
try {
  const firstLoad = await firstVisit(await openVisitor(chromium, stack.origin, { as: null }));
  const visitor = await openVisitor(chromium, stack.origin);
  const milliseconds = await measureAll(visitor, await openSession(stack));
  process.stdout.write(`${JSON.stringify({ milliseconds, firstLoad })}\n`);
} finally {
  await chromium.close();
  await stack.close();
}
