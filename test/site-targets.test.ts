/** Choosing the sites that SharePoint Online protects. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { FailureType } from '../domain/failures.ts';
import { MAX_TARGETS } from '../domain/limits.ts';
import {
  about,
  type ConsoleSession,
  openSession,
  resetAll,
  until,
} from './support/console-session.ts';
import { type PostgresStack, startPostgresStack } from './support/postgres-stack.ts';
import { problemOfCall } from './support/problems.ts';
import { controlTenant, type ControlledTenant } from './support/tenant.ts';
import { submitAndWait, untilState, walkToTargets } from './support/walk.ts';

const HOST = 'https://contoso.sharepoint.example';

let postgres: PostgresStack;
let tenant: ControlledTenant;
let session: ConsoleSession;
beforeAll(async () => {
  postgres = await startPostgresStack({ users: 60 });
  tenant = controlTenant(postgres.stack.sandbox, 'contoso.example');
  session = about(await openSession(postgres.stack), 'sharepoint-online');
});
afterAll(() => postgres?.close());
beforeEach(async () => {
  await resetAll(postgres.stack);
  await walkToTargets(session);
});

describe('the address of a site', () => {
  test('shows the title, whatever page of the site it is', async () => {
    const [found] = await session.client.sites('Sales');
    expect(found?.title).toMatch(/Sales/);
    const { url = '', id } = found ?? {};
    for (const typed of [
      url,
      `${url}/`,
      url.toUpperCase().replace('HTTPS', 'https'),
      `${url}/SitePages/Home.aspx`,
    ])
      expect(await session.client.siteByUrl(typed)).toEqual({ id, url, title: found?.title });
  });

  test.each(['/sites/forms', '/sites/lists', '/sites/pages', '/sites/acme.com', '/teams/team.ops'])(
    'finds the site at %s itself, and by its home page',
    async (path) => {
      const id = await tenant.addSite(path);
      const url = `${HOST}${path}`;
      for (const typed of [url, `${url}/SitePages/Home.aspx`])
        expect(await session.client.siteByUrl(typed)).toEqual({ id, url, title: path });
    },
  );

  test.each<[string, FailureType, number]>([
    ['https://fabrikam.sharepoint.example/sites/sales', 'SiteNotFound', 404],
    ['https://contoso.example/sites/sales', 'SiteAddressForeign', 400],
    [
      'https://contoso-my.sharepoint.example/personal/admin_contoso_example',
      'SiteAddressPersonal',
      400,
    ],
    [`${HOST}/personal/admin_contoso_example`, 'SiteAddressPersonal', 400],
    [`${HOST}/sites/sales?web=1`, 'SiteAddressWithParameters', 400],
    [`${HOST}/sites/sales#top`, 'SiteAddressWithParameters', 400],
    [`${HOST}/sites/x/../y`, 'SiteAddressInvalid', 400],
    [`${HOST}/sites/%2e%2e/y`, 'SiteAddressInvalid', 400],
    ['http://contoso.sharepoint.example/sites/sales', 'SiteAddressInvalid', 400],
    ['https://@contoso.sharepoint.example/sites/sales', 'SiteAddressInvalid', 400],
    ['sales', 'SiteAddressInvalid', 400],
    [`${HOST}/:f:/s/sales/EsCYEdnX?e=kNrp5D`, 'SiteAddressOfSharingLink', 400],
    [`${HOST}/teams/sales:/drive`, 'SiteAddressInvalid', 400],
    [`${HOST}/sites/sales%3A/drive`, 'SiteAddressInvalid', 400],
    [`${HOST}/sites/nowhere`, 'SiteNotFound', 404],
    [`${HOST}/sites/${'x'.repeat(400)}`, 'SiteAddressTooLong', 400],
  ])('%s is refused with %s', async (url, code, status) => {
    expect(await problemOfCall(session.client.siteByUrl(url))).toMatchObject({ code, status });
  });

  test('is asked for by services whose targets are sites alone', async () => {
    const onedrive = about(session, 'onedrive');
    await walkToTargets(onedrive);
    const refused = await problemOfCall(onedrive.client.siteByUrl(`${HOST}/sites/sales`));
    expect(refused).toMatchObject({ status: 404, code: 'NotFound' });
  });
});

describe('a search', () => {
  test.each(['Sa', 'S* a*', '***', '"""', '🙂🙂🙂', '---', '\u0301\u0302\u0303'])(
    'for %j is refused: three letters or digits are needed',
    async (text) => {
      expect(await problemOfCall(session.client.sites(text))).toMatchObject({
        code: 'SearchTooShort',
      });
    },
  );

  test('finds sites by the beginnings of words in any order, whatever is between them', async () => {
    const whole = await session.client.sites('Sales');
    expect(whole.length).toBeGreaterThan(1);
    for (const text of ['Sal', 'sal', 'SALES', '"Sal"', 'Sal*', '-Sal'])
      expect(await session.client.sites(text), text).toEqual(whole);
    for (const text of ['res hum', 'NOT zzz', 'Hum OR Res']) {
      const titles = (await session.client.sites(text)).map(({ title }) => title ?? '');
      const words = text.toLowerCase().split(' ');
      const isBegun = (title: string) =>
        words.every((word) => new RegExp(`\\b${word}`, 'i').test(title));
      expect(
        titles.filter((title) => !isBegun(title)),
        text,
      ).toEqual([]);
    }
    expect((await session.client.sites('res hum')).length).toBeGreaterThan(1);
  });

  test('leaves personal sites out, and says whether there are more than fifty', async () => {
    const search = (text: string) =>
      session.client.call(
        'GET',
        `${session.client.base}/accounts/sharepoint-online/sites?search=${text}`,
      );
    for (const count of [50, 1]) {
      for (let number = 0; number < count; number += 1)
        await tenant.addSite(`/sites/quarry-${count}-${number}`, `Quarry ${number}`);
      const answer = await search('quar');
      expect(answer).toMatchObject({ more: count === 1 });
      expect(answer).toHaveProperty('sites.length', 50);
    }
    // Of a user whose personal site has the name.
    expect(await search('Lindqvist')).toEqual({ sites: [], more: false });
  });
});

describe('a choice', () => {
  const submit = (siteIds: readonly string[]) =>
    session.client.submit({ method: 'selected', siteIds });

  test('of up to a hundred sites is protected, and exactly these', async () => {
    const sites = await session.client.sites('Sales');
    const siteIds = sites.map(({ id }) => id);
    const account = await submitAndWait(session, { method: 'selected', siteIds });
    expect(account).toMatchObject({
      targetCount: sites.length,
      directory: { sites: sites.length },
    });
    const rows = await postgres.db.selectFrom('directorySites').selectAll().execute();
    expect(rows.map(({ url }) => url).toSorted()).toEqual(sites.map(({ url }) => url).toSorted());
  });

  test('of more than a hundred, of users, of a personal site, or of nothing is refused', async () => {
    const many = Array.from({ length: MAX_TARGETS + 1 }, (_, index) => `host,${index},1`);
    expect(await problemOfCall(submit(many))).toMatchObject({ code: 'TooManyTargets' });
    expect(await problemOfCall(submit([]))).toMatchObject({ code: 'InvalidInput' });
    const userIds = ['7c3f1d2e-5a84-4b96-8e07-c1d9b2a6f053'];
    const users = session.client.submit({ method: 'selected', userIds });
    expect(await problemOfCall(users)).toMatchObject({ code: 'InvalidInput' });
    const [newcomer = ''] = await tenant.addUsers(1);
    const personal = await tenant.provisionDrive(newcomer);
    expect(await problemOfCall(submit([personal]))).toMatchObject({ code: 'TargetsUnknown' });
    for (const id of ['../users', 'x'.repeat(500), 'a,b,c?$select=id'])
      expect((await problemOfCall(submit([id]))).status, id).toBeLessThan(500);
    expect((await session.client.account()).state).toBe('awaitingTargets');
  });

  test('of a site that was deleted meanwhile is refused at once, and afterwards asked for again', async () => {
    const [first, second] = await session.client.sites('Sales');
    const ids = [first?.id ?? '', second?.id ?? ''];
    await tenant.removeSites([ids[0] ?? '']);
    const problem = await problemOfCall(submit(ids));
    expect(problem).toMatchObject({
      code: 'TargetsUnknown',
      details: { unknown: [ids[0]] },
    });

    // Deleted after the choice was accepted, and before it was read.
    await tenant.setFaults({ failNext: 1, failSkip: 1, failPathContains: 'batch' });
    await submit([ids[1] ?? '']);
    await tenant.removeSites([ids[1] ?? '']);
    const stopped = await until(session.client, ({ attention }) => attention !== null);
    expect(stopped.attention).toMatchObject({ reason: 'targetsUnknown' });
    const [third] = await session.client.sites('Human');
    await submit([third?.id ?? '']);
    await untilState(session, 'protected');
  });
});
