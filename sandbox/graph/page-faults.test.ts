import { beforeEach, describe, expect, test } from 'vitest';
import { createTestGraph } from './graph.fixture.ts';
import type { Page } from './graph.fixture.ts';

let graph = createTestGraph();
beforeEach(() => {
  graph = createTestGraph();
});

const SELECT = '$select=id,displayName,userPrincipalName';
const items = (pages: readonly Page[]) => pages.flatMap(({ value }) => value);
const setFaults = (faults: object) => Object.assign(graph.tenant.faults, faults);
const largeGroup = () => `/groups/${graph.directory.groups.idAt(0)}`;

describe('a malformed item', () => {
  test.each(['/users?$top=50', '/users/delta?'])(
    'of %s is one user that keeps its id',
    async (at) => {
      const target = `${at}&${SELECT}`;
      const [before] = await graph.pages(target);
      setFaults({ malformNext: 1 });
      const page = await graph.page(target);
      const bad = page.value.filter(({ displayName }) => typeof displayName !== 'string');
      expect(bad).toEqual([{ id: expect.any(String), displayName: 42 }]);
      expect(page.value.map(({ id }) => id)).toEqual(before?.value.map(({ id }) => id));
      expect((await graph.page(target)).value).toEqual(before?.value);
    },
  );

  test('of groups has an invalid id', async () => {
    setFaults({ malformNext: 1 });
    const ids = (await graph.page('/groups')).value.map(({ id }) => id);
    expect(ids.filter((id) => !/^[0-9a-f-]{36}$/.test(id))).toEqual(['no-guid']);
  });

  test('of members has an invalid id, also in a batch', async () => {
    setFaults({ malformNext: 2, malformPathContains: '/members' });
    expect((await graph.request('/groups')).status).toBe(200);
    const url = `${largeGroup()}/members?$top=9`;
    const alone = await (await graph.request(url)).text();
    const body = { requests: [{ id: '1', method: 'GET', url }] };
    const inBatch = await (await graph.request('/$batch', { body })).text();
    for (const text of [alone, inBatch]) expect(text.match(/"id":42\b/g)).toHaveLength(1);
    expect(graph.tenant.faults.malformNext).toBe(0);
  });

  test('applies to the first page with items', async () => {
    setFaults({ malformNext: 1 });
    const empty = `/groups/${graph.directory.groups.idAt(1)}/members`;
    expect((await graph.page(empty)).value).toEqual([]);
    expect(graph.tenant.faults.malformNext).toBe(1);
  });
});

describe('a repeated page', () => {
  test.each([
    ['/users?$top=100&$select=id', 100],
    ['/users/delta?$select=id', 200],
  ])('of %s returns the same items twice, then continues', async (target, size) => {
    const ids = items(await graph.pages(target)).map(({ id }) => id);
    setFaults({ repeatPageNext: 1, repeatPageSkip: 1 });
    const again = items(await graph.pages(target)).map(({ id }) => id);
    const second = ids.slice(size, 2 * size);
    expect(again).toEqual([...ids.slice(0, size), ...second, ...second, ...ids.slice(2 * size)]);
  });
});

describe('changeWhileReading', () => {
  test('renames, removes and adds one user after every nth page', async () => {
    const { directory } = graph;
    setFaults({ changeWhileReading: 3 });
    await graph.pages('/users?$top=100&$select=id');
    const changes = Array.from({ length: directory.changes.length }, (_, at) =>
      directory.changes.at(at),
    );
    // Ten pages: three users were added and three removed.
    expect(changes.map((change) => change?.of)).toEqual(Array(9).fill('user'));
    expect(directory.users.count).toBe(1000);
    expect(directory.users.end).toBe(1003);
    const filter = '$filter=startswith(displayName,%27Renamed while%27)';
    const renamed = (await graph.page(`/users?${filter}`)).value.map((user) => user['displayName']);
    expect(new Set(renamed)).toEqual(
      new Set([1, 2, 3].map((at) => `Renamed while being read ${at}`)),
    );
  });
});
