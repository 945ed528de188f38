import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createTestGraph } from './graph.fixture.ts';
import type { Page } from './graph.fixture.ts';

let graph = createTestGraph();
beforeEach(() => {
  graph = createTestGraph();
});
afterEach(() => {
  vi.useRealTimers();
});

const deltaLink = (pages: readonly Page[]) => pages.at(-1)?.['@odata.deltaLink'] ?? '';
const itemsOf = (pages: readonly Page[]) => pages.flatMap(({ value }) => value);
const latest = async (target: string) =>
  deltaLink(await graph.pages(`${target}$deltatoken=latest`));

/** Members by group, combined from all entries of a round. */
function membersIn(pages: readonly Page[]): Map<string, { id: string }[]> {
  const groups = new Map<string, { id: string }[]>();
  for (const item of itemsOf(pages)) {
    const members = Array.isArray(item['members@delta']) ? item['members@delta'] : [];
    groups.set(item.id, [...(groups.get(item.id) ?? []), ...members]);
  }
  return groups;
}

const manyIds = (count: number) =>
  Array.from({ length: count }, () => `id eq '${crypto.randomUUID()}'`).join(' or ');

describe('users/delta', () => {
  test('returns all users, at most 200 per page, then no changes', async () => {
    const pages = await graph.pages('/users/delta?$select=displayName');
    expect(pages.map(({ value }) => value.length)).toEqual([200, 200, 200, 200, 200]);
    expect(new Set(itemsOf(pages).map(({ id }) => id)).size).toBe(1000);
    expect(Object.keys(pages[0]?.value[0] ?? {}).toSorted()).toEqual(['displayName', 'id']);
    const again = await graph.pages(deltaLink(pages));
    expect(itemsOf(again)).toEqual([]);
  });

  test('returns the changes since a token, each user once', async () => {
    const link = await latest('/users/delta?$select=displayName&');
    const { directory } = graph;
    const [added = ''] = directory.addUsers(1);
    const [changed = ''] = directory.changeUsers(1, { displayName: 'A' });
    directory.changeUsers([changed], { displayName: 'B' });
    const [removed = ''] = directory.removeUsers(1);
    const [gone = ''] = directory.removeUsers(1, 'deleted');
    const pages = await graph.pages(link);
    expect(itemsOf(pages)).toEqual([
      { displayName: expect.any(String), id: added },
      { displayName: 'B', id: changed },
      { id: removed, '@removed': { reason: 'changed' } },
      { id: gone, '@removed': { reason: 'deleted' } },
    ]);
    expect(itemsOf(await graph.pages(deltaLink(pages)))).toEqual([]);
    directory.restoreUsers([removed]);
    expect(itemsOf(await graph.pages(deltaLink(pages)))).toMatchObject([{ id: removed }]);
  });

  test('returns many changes in pages', async () => {
    const link = await latest('/users/delta?');
    graph.directory.changeUsers(450, { accountEnabled: false });
    const pages = await graph.pages(link);
    expect(pages.map(({ value }) => value.length)).toEqual([200, 200, 50]);
  });

  test('returns changes during the first round in a later one', async () => {
    const first = await graph.page('/users/delta');
    const [changed] = graph.directory.changeUsers([graph.directory.users.idAt(0)], {
      displayName: 'Late',
    });
    const rest = await graph.pages(first['@odata.nextLink'] ?? '');
    const later = await graph.pages(deltaLink(rest));
    expect(itemsOf(later)).toMatchObject([{ id: changed, displayName: 'Late' }]);
  });

  test.each([
    ['$top=5', 'BadRequest'],
    ['$orderby=displayName', 'BadRequest'],
    ['$expand=manager', 'BadRequest'],
    ['$select=shoeSize', 'BadRequest'],
    [`$filter=mail eq 'x'`, 'Request_UnsupportedQuery'],
    [`$filter=id eq 'x' and id eq 'y'`, 'Request_UnsupportedQuery'],
    [`$filter=${manyIds(51)}`, 'Request_UnsupportedQuery'],
  ])('rejects %s', async (option, code) => {
    expect(await graph.failure(`/users/delta?${option}`)).toEqual([400, code]);
  });

  test('with $select reports only objects of which a selected property changed', async () => {
    const { directory } = graph;
    const [renamed = '', disabled = '', removed = ''] = [3, 4, 5].map(directory.users.idAt);
    const select = '/users/delta?$select=displayName&$deltatoken=latest';
    const link = deltaLink(await graph.pages(select));
    const everything = deltaLink(await graph.pages('/users/delta?$deltatoken=latest'));
    directory.changeUsers([renamed], { displayName: 'Renamed' });
    directory.changeUsers([disabled], { accountEnabled: false });
    directory.removeUsers([removed]);
    expect(itemsOf(await graph.pages(link)).map(({ id }) => id)).toEqual([renamed, removed]);
    expect(itemsOf(await graph.pages(everything)).map(({ id }) => id)).toEqual([
      renamed,
      disabled,
      removed,
    ]);
  });

  test('with return=minimal has only the properties that changed', async () => {
    const { directory } = graph;
    const select = '/users/delta?$select=displayName,mail,accountEnabled&$deltatoken=latest';
    const link = deltaLink(await graph.pages(select));
    const id = directory.users.idAt(3);
    directory.changeUsers([id], { displayName: 'Renamed' });
    const headers = { prefer: 'return=minimal' };
    const response = await graph.request(link, { headers });
    expect(response.headers.get('preference-applied')).toBe('return=minimal');
    expect(await response.json()).toMatchObject({ value: [{ id, displayName: 'Renamed' }] });
    const [minimal] = itemsOf(await graph.pages(link, { headers }));
    expect(Object.keys(minimal ?? {}).toSorted()).toEqual(['displayName', 'id']);
    const [whole] = itemsOf(await graph.pages(link));
    expect(Object.keys(whole ?? {}).toSorted()).toEqual([
      'accountEnabled',
      'displayName',
      'id',
      'mail',
    ]);
  });

  test('can be restricted to some ids, in all its rounds', async () => {
    const { directory } = graph;
    const [one = '', other = '', third = ''] = [3, 4, 5].map(directory.users.idAt);
    const first = await graph.pages(`/users/delta?$filter=id eq '${one}' or id eq '${other}'`);
    expect(itemsOf(first).map(({ id }) => id)).toEqual([one, other]);
    directory.changeUsers([third, other], { displayName: 'Renamed' });
    const later = await graph.pages(deltaLink(first));
    expect(itemsOf(later).map(({ id }) => id)).toEqual([other]);
  });

  test.each(['microsoft.graph.delta()', 'graph.delta', 'delta()', 'microsoft.graph.delta'])(
    'is also called %s',
    async (name) => {
      const [page] = await graph.pages(`/users/${name}?$deltatoken=latest`);
      expect(page?.value).toEqual([]);
    },
  );
});

describe('groups/delta', () => {
  test('returns groups with members, at most 500 members per page', async () => {
    const pages = await graph.pages('/groups/delta?$select=displayName,members');
    const links = pages.map((page) => [...membersIn([page]).values()].flat().length);
    expect(Math.max(...links)).toBe(500);
    const members = membersIn(pages);
    expect(members.size).toBe(20);
    for (const [id, list] of members) {
      const direct = await graph.pages(`/groups/${id}/members?$select=id&$top=999`);
      expect(list.map(({ id }) => id)).toEqual(itemsOf(direct).map(({ id }) => id));
    }
  });

  test('returns joined and left members with only the id of the group', async () => {
    const link = await latest('/groups/delta?$select=displayName,members&');
    const { directory } = graph;
    const id = directory.groups.idAt(1);
    const [stays, leaves] = [directory.users.idAt(3), directory.users.idAt(4)];
    directory.addMember(id, stays);
    directory.addMember(id, leaves);
    directory.removeMember(id, leaves);
    expect(itemsOf(await graph.pages(link))).toEqual([
      {
        id,
        'members@delta': [
          { '@odata.type': '#microsoft.graph.user', id: stays },
          {
            '@odata.type': '#microsoft.graph.user',
            id: leaves,
            '@removed': { reason: 'deleted' },
          },
        ],
      },
    ]);
  });

  test('reports permanently deleted members, but not the recycle bin', async () => {
    const link = await latest('/groups/delta?$select=members&');
    const { directory } = graph;
    const [empty, member] = [directory.groups.idAt(1), directory.users.idAt(7)];
    directory.addMember(empty, member);
    const added = await graph.page(link);
    const next = added['@odata.deltaLink'] ?? '';
    directory.removeUsers([member]);
    expect((await graph.page(`/groups/${empty}/members`)).value).toEqual([]);
    directory.restoreUsers([member]);
    expect((await graph.page(`/groups/${empty}/members`)).value).toHaveLength(1);
    expect(itemsOf(await graph.pages(next))).toEqual([]);
    directory.removeUsers([member], 'deleted');
    const left = itemsOf(await graph.pages(next));
    expect(left.map(({ id }) => id)).toContain(empty);
    for (const group of left)
      expect(group['members@delta']).toEqual([
        { '@odata.type': '#microsoft.graph.user', id: member, '@removed': { reason: 'deleted' } },
      ]);
  });

  test('returns added, changed and removed groups', async () => {
    const link = await latest('/groups/delta?$select=displayName&');
    const { directory } = graph;
    const added = directory.addGroup({ displayName: 'Task Force' });
    const [changed, removed] = [directory.groups.idAt(6), directory.groups.idAt(7)];
    directory.changeGroup(changed, { displayName: 'Renamed' });
    directory.removeGroup(removed);
    expect(itemsOf(await graph.pages(link))).toEqual([
      { displayName: 'Task Force', id: added },
      { displayName: 'Renamed', id: changed },
      { id: removed, '@removed': { reason: 'changed' } },
    ]);
  });
});

describe('delta tokens', () => {
  test.each([
    ['gone', 410, 'Gone'],
    ['syncStateNotFound', 400, 'syncStateNotFound'],
    ['resyncRequired', 400, 'resyncRequired'],
  ] as const)('expire as configured: %s', async (deltaTokenFailure, status, code) => {
    const link = await latest('/users/delta?$select=id,mail&');
    Object.assign(graph.tenant.faults, { expireDeltaTokens: 1, deltaTokenFailure });
    const response = await graph.request(link);
    expect(response.status).toBe(status);
    expect(await response.json()).toMatchObject({ error: { code } });
    const location = response.headers.get('location');
    expect(location).toBe(
      status === 410
        ? 'https://graph.microsoft.com/v1.0/users/delta?$select=id%2Cmail&$deltatoken='
        : null,
    );
    if (location) expect(itemsOf(await graph.pages(location))).toHaveLength(1000);
    expect((await graph.request(link)).status).toBe(200);
  });

  test('are valid for seven days', async () => {
    vi.useFakeTimers({ toFake: ['Date'] });
    const link = await latest('/users/delta?');
    vi.setSystemTime(Date.now() + 6.9 * 86_400_000);
    expect((await graph.request(link)).status).toBe(200);
    vi.setSystemTime(Date.now() + 0.2 * 86_400_000);
    expect((await graph.request(link)).status).toBe(410);
  });

  test('are invalid for a different history', async () => {
    graph.directory.changeUsers(1, { displayName: 'A' });
    const link = await latest('/users/delta?');
    graph = createTestGraph();
    expect((await graph.request(link)).status).toBe(410);
    const initial = await latest('/users/delta?');
    graph = createTestGraph();
    expect((await graph.request(initial)).status).toBe(200);
  });

  test('for users are invalid for groups', async () => {
    const link = await latest('/users/delta?');
    expect(await graph.failure(link.replace('/users/', '/groups/'))).toEqual([400, 'BadRequest']);
  });
});
