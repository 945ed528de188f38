import { beforeEach, describe, expect, test } from 'vitest';
import { wordsOf } from './search.ts';
import { createTestGraph } from './graph.fixture.ts';

let graph = createTestGraph();
beforeEach(() => {
  graph = createTestGraph();
});

const namesOf = async (target: string, eventual = false) =>
  (await graph.page(target, { eventual })).value.map((group) => group['displayName']);
const idsOf = (pages: { value: { id: string }[] }[]) =>
  pages.flatMap(({ value }) => value.map(({ id }) => id));
const groupId = (position: number) => graph.directory.groups.idAt(position);

describe('finding groups', () => {
  test('by the beginning of the name, without the header', async () => {
    const names = await namesOf(`/groups?$filter=startswith(displayName,'sal')`);
    expect(names).toEqual(['Sales', 'Sales Leadership', 'Sales Partners', 'Sales EMEA']);
    expect(await namesOf(`/groups?$filter=startswith(displayName,'Women''s')`)).toEqual([
      "Women's Network EMEA",
    ]);
    expect(await namesOf(`/groups?$filter=displayName eq 'Finance %26 Accounting EMEA'`)).toEqual([
      'Finance & Accounting EMEA',
    ]);
  });

  test('by words, with the header', async () => {
    const target = '/groups?$search="displayName:lead"';
    expect(await namesOf(target, true)).toEqual(['Sales Leadership']);
    expect(await graph.failure(target)).toEqual([400, 'Request_UnsupportedQuery']);
    expect(await namesOf('/groups?$search="displayName:ership"', true)).toEqual([]);
    expect(await namesOf('/groups?$search="displayName:operations"', true)).toEqual([
      'ITOperations EMEA',
    ]);
  });

  test.each(['displayName:x', '"x"', '"displayName:x', '"shoeSize:4"'])(
    'an invalid search is rejected: %s',
    async (search) => {
      const [status] = await graph.failure(`/groups?$search=${encodeURIComponent(search)}`, {
        eventual: true,
      });
      expect(status).toBe(400);
    },
  );

  test.each([
    ['Project Ærø 24x7', ['project', 'ærø', '24', 'x', '7']],
    ['ITOperations', ['it', 'operations']],
    ['R&D, HelpDesk', ['r', 'd', 'help', 'desk']],
    ['東京オフィス', ['東京オフィス']],
  ])('%s has the words %j', (text, words) => {
    expect(wordsOf(text)).toEqual(words);
  });

  test('by id', async () => {
    const response = await graph.request(`/groups/${groupId(5)}?$select=displayName,groupTypes`);
    expect(await response.json()).toMatchObject({ displayName: 'Sales EMEA', groupTypes: [] });
    expect(await graph.failure(`/groups/${groupId(999)}`)).toEqual([
      404,
      'Request_ResourceNotFound',
    ]);
  });
});

describe('members', () => {
  test('are paged, each once, with their type', async () => {
    const pages = await graph.pages(`/groups/${groupId(0)}/members?$select=id&$top=400`);
    expect(pages.map(({ value }) => value.length)).toEqual([400, 400, 200]);
    expect(new Set(idsOf(pages)).size).toBe(1000);
    expect(pages[0]?.value[0]).toEqual({
      '@odata.type': '#microsoft.graph.user',
      id: expect.any(String),
    });
  });

  test('include nested groups unless cast to users', async () => {
    const direct = await graph.pages(`/groups/${groupId(2)}/members?$select=id`);
    expect(direct[0]?.value[0]).toEqual({
      '@odata.type': '#microsoft.graph.group',
      id: groupId(3),
    });
    const users = await graph.pages(`/groups/${groupId(2)}/members/microsoft.graph.user`);
    expect(idsOf(users)).toEqual(idsOf(direct).slice(1));
    expect(users[0]?.value[0]).not.toHaveProperty('@odata.type');
  });

  test('of groups in a circle are returned once', async () => {
    const path = `/groups/${groupId(2)}/transitiveMembers/microsoft.graph.user`;
    const transitive = await graph.pages(`${path}?$count=true&$select=id&$top=50`, {
      eventual: true,
    });
    const direct = await Promise.all(
      [2, 3, 4].map((group) =>
        graph.pages(`/groups/${groupId(group)}/members/microsoft.graph.user?$top=999`),
      ),
    );
    const expected = new Set(direct.flatMap(idsOf));
    expect(idsOf(transitive)).toHaveLength(expected.size);
    expect(new Set(idsOf(transitive))).toEqual(expected);
    expect(transitive[0]?.['@odata.count']).toBe(expected.size);
  });

  test('reflect directory changes', async () => {
    const { directory } = graph;
    const [left = '', removed = ''] = idsOf(await graph.pages(`/groups/${groupId(5)}/members`));
    const count = async () =>
      Number(
        await (
          await graph.request(`/groups/${groupId(5)}/members/$count`, { eventual: true })
        ).text(),
      );
    const before = await count();
    directory.removeMember(groupId(5), left);
    directory.removeUsers([removed]);
    expect(await count()).toBe(before - 2);
    const [joined = ''] = directory.addUsers(1);
    directory.addMember(groupId(5), joined);
    const ids = idsOf(await graph.pages(`/groups/${groupId(5)}/members`));
    expect(ids).toContain(joined);
    expect(ids).not.toContain(left);
  });

  test('that an application may not read have only an id', async () => {
    const { value } = await graph.page(`/groups/${groupId(0)}/members?$select=id,mail&$top=1`, {
      roles: 'GroupMember.Read.All',
    });
    expect(value[0]).toMatchObject({ id: expect.any(String), mail: null });
  });
});

test('objects are read by their ids', async () => {
  const userId = graph.directory.users.idAt(7);
  const ids = [userId, groupId(3), crypto.randomUUID()];
  const target = '/directoryObjects/getByIds?$select=id';
  const roles = 'Directory.Read.All';
  const { value } = await graph.page(target, { body: { ids }, roles });
  expect(value).toEqual([
    { '@odata.type': '#microsoft.graph.user', id: userId },
    { '@odata.type': '#microsoft.graph.group', id: groupId(3) },
  ]);
  const users = await graph.page(target, { body: { Ids: ids, Types: ['user'] }, roles });
  expect(idsOf([users])).toEqual([userId]);
  const tooMany = Array.from({ length: 1001 }, () => userId);
  for (const wrong of [tooMany, ['no-guid'], []])
    expect(await graph.failure(target, { body: { ids: wrong }, roles })).toEqual([
      400,
      'Request_BadRequest',
    ]);
  expect(await graph.failure(target, { body: { ids }, roles: 'User.Read.All' })).toEqual([
    403,
    'Authorization_RequestDenied',
  ]);
});
