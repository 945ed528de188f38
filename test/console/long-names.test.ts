/** Names of a thousand characters of any script: cut, without moving anything else, and reachable as a whole. */
import { type Page } from 'playwright-core';
import { expect } from 'vitest';
import { createConsoleUser } from '../../api/authentication/accounts.ts';
import { openPostgres } from '../../store/postgres.ts';
import { completeConsents, openSession } from '../support/console-session.ts';
import { sharedDatabase } from '../support/services.ts';
import { controlTenant } from '../support/tenant.ts';
import { start, submitAndWait } from '../support/walk.ts';
import { administrationPage } from './support/administration-page.ts';
import { consolePage, provisionPath } from './support/console-page.ts';
import { consoleTest } from './support/console-test.ts';
import { inspect } from './support/inspection.ts';
import { targetsPage } from './support/targets-page.ts';
import type { Visitor } from './support/visitor.ts';

const LATIN = 'Wolfeschlegelsteinhausenbergerdorff'.repeat(30).slice(0, 1000);
const HEBREW = 'שלוםעולם'.repeat(125);
const MARKED = `Zo${'\u0308\u0301\u0323'.repeat(332)}ë`;
const NAMES = [LATIN, HEBREW, MARKED];

const database = await sharedDatabase();
const test = consoleTest({ databaseUrl: database.url });
const PASSWORD = 'long-names-2026-provost';
/** In the first organization only, and in both. */
const ONE = { email: 'one@provost.example', password: PASSWORD };
const BOTH = { email: 'both@provost.example', password: PASSWORD };
const FIRST = '/organizations/first';

/** The height in pixels that a name may take at most: three lines of the largest text. */
const TALLEST = 90;

/** Every place that shows one of the names shows little of it, and has all of it as its title. */
async function expectCut(page: Page, names: readonly string[]): Promise<void> {
  const shown = await page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>('[title]')]
      .filter((element) => element.checkVisibility())
      .map(({ title, offsetHeight }) => ({ title, offsetHeight })),
  );
  for (const name of names) {
    const places = shown.filter(({ title }) => title === name);
    expect(places.length, `${name.slice(0, 20)}… as a title`).toBeGreaterThan(0);
    for (const { offsetHeight } of places) expect(offsetHeight).toBeLessThanOrEqual(TALLEST);
  }
  // A screen with a whole name in it would be thousands of pixels high.
  const lengths = await page.evaluate(() =>
    [...document.querySelectorAll('header, h1, h2, h3, h4, option')].map(
      ({ textContent }) => textContent.length,
    ),
  );
  expect(Math.max(...lengths)).toBeLessThan(1000 * 1.2);
}

const inspectorOf = (visitor: Visitor) => async (name: string, names: readonly string[]) => {
  await expectCut(visitor.page, names);
  await inspect({ page: visitor.page, language: 'en', axe: false }, `long-${name}`);
};

test('long names break no screen and can be read as a whole', async ({ stack, visit }) => {
  const { db, close } = await openPostgres(database.url);
  const [first, second] = [
    { id: 'first', name: LATIN },
    { id: 'second', name: HEBREW },
  ];
  const role = 'administrator' as const;
  await createConsoleUser(db, { ...ONE, name: MARKED, organization: first, role });
  await createConsoleUser(db, { ...BOTH, name: HEBREW, organization: first, role });
  await createConsoleUser(db, { ...BOTH, name: HEBREW, organization: second, role });
  const tenant = controlTenant(stack.sandbox, 'contoso.example');
  const session = await openSession(stack, 'first', ONE);
  await start(session);
  await completeConsents(session);
  const groups = NAMES.map((name) => `Long ${name}`.slice(0, 1000));
  for (const name of groups) {
    const group = await tenant.addGroup(name);
    for (const displayName of NAMES) {
      const [id = ''] = await tenant.addUsers(1);
      await tenant.changeUsers([id], { displayName });
      await tenant.addMember(group, id);
    }
  }
  await db.updateTable('consentAttempts').set({ administratorName: LATIN }).execute();
  await db.updateTable('auditEvents').set({ actorName: HEBREW }).execute();

  const visitor = await visit({ as: ONE });
  const inspectAs = inspectorOf(visitor);
  const { page, t } = visitor;
  const console = consolePage(visitor);
  await console.open(`${FIRST}/dashboard`);
  await console.service.waitFor();
  await inspectAs('dashboard', [LATIN]);
  await page.getByRole('banner').getByRole('button').last().click();
  await page.getByLabel(t('header.language')).waitFor();
  await inspectAs('user', [MARKED]);
  await page.keyboard.press('Escape');

  const targets = targetsPage(visitor);
  await console.open(provisionPath(FIRST));
  await targets.selectedUsers.check();
  await targets.search('Long');
  await targets.groups.first().waitFor();
  await inspectAs('groups', [...groups, LATIN]);
  await targets.groups.first().click();
  await targets.entries(targets.available).first().waitFor();
  await inspectAs('users', [LATIN, HEBREW, MARKED]);

  await submitAndWait(session);
  await db.updateTable('auditEvents').set({ actorName: HEBREW }).execute();
  await db.updateTable('connections').set({ tenantName: MARKED }).execute();
  const administration = administrationPage(visitor);
  await administration.openList(FIRST);
  await administration.menu.waitFor();
  await inspectAs('accounts', [LATIN, MARKED]);
  await administration.open('overview', FIRST);
  await administration.remove.waitFor();
  await inspectAs('overview', [LATIN, MARKED]);
  await administration.tab('history').click();
  await administration.events.first().waitFor();
  await inspectAs('history', [HEBREW]);
  await administration.tab('directory').click();
  await administration.search.fill(LATIN.slice(0, 100));
  await administration.users.getByRole('cell').getByText(LATIN.slice(0, 100)).first().waitFor();
  await inspectAs('directory', [LATIN]);

  const other = await visit({ as: BOTH });
  await consolePage(other).open('/organizations/second/dashboard');
  await consolePage(other).service.waitFor();
  await inspectorOf(other)('two-organizations', [HEBREW]);
  await close();
});
