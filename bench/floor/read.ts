/** Reads a whole tenant into staging: users in shards and group members in batches, concurrently. */
import { GROUP_SELECT, USER_SELECT } from '../../microsoft/graph-schemas.ts';
import { COSTS } from '../resource-units.ts';
import type { FloorGraph, GraphPage } from './graph.ts';
import { groupRow, membershipRow, userRow } from './rows.ts';
import { USER_UNITS, userShards } from './shards.ts';
import { beginCopy, type Copy } from './staging.ts';

const BATCH = 20;

export interface DeltaLinks {
  readonly users: string;
  readonly groups: string;
}

/** Delta links for the current state. */
export async function takeTokens(graph: FloorGraph): Promise<DeltaLinks> {
  const latest = async (path: string) => {
    const page = await graph.page(`${path}&$deltatoken=latest`, COSTS.delta);
    return page['@odata.deltaLink'] ?? '';
  };
  const [users, groups] = await Promise.all([
    latest(`/users/delta?$select=${USER_SELECT.join(',')}`),
    latest(`/groups/delta?$select=${GROUP_SELECT.join(',')},members`),
  ]);
  return { users, groups };
}

/** Follows both links to their ends. @returns the number of changed objects, and the next delta links */
export async function followDelta(
  graph: FloorGraph,
  links: DeltaLinks,
): Promise<{ changed: number; links: DeltaLinks }> {
  const follow = async (link: string) => {
    let changed = 0;
    let page: GraphPage = await graph.page(link, COSTS.delta);
    for (;;) {
      changed += page.value.length;
      const next = page['@odata.nextLink'];
      if (next === undefined) return { changed, link: page['@odata.deltaLink'] ?? '' };
      page = await graph.page(next, COSTS.delta);
    }
  };
  const [users, groups] = await Promise.all([follow(links.users), follow(links.groups)]);
  return {
    changed: users.changed + groups.changed,
    links: { users: users.link, groups: groups.link },
  };
}

/** @returns the number of rows written to each table */
export async function readAll(graph: FloorGraph, databaseUrl: string) {
  const [users, groups, memberships] = await Promise.all([
    beginCopy(databaseUrl, 'users'),
    beginCopy(databaseUrl, 'groups'),
    beginCopy(databaseUrl, 'memberships'),
  ]);
  const [total] = await Promise.all([
    readUsers(graph, users),
    readGroups(graph, groups, memberships),
  ]);
  const rows = await Promise.all([users.end(), groups.end(), memberships.end()]);
  const [read, groupCount, membershipCount] = rows;
  if (read !== total) throw new Error(`${read} users were listed of ${total}`);
  return { users: read, groups: groupCount, memberships: membershipCount };
}

async function readUsers(graph: FloorGraph, copy: Copy): Promise<number> {
  const { total, links } = await userShards(graph);
  await Promise.all(
    links.map(async (first) => {
      for await (const page of pages(graph, first, USER_UNITS)) {
        let rows = '';
        for (const user of page.value) rows += userRow(user);
        await copy.write(rows);
      }
    }),
  );
  return total;
}

/** Requests members as soon as a page of groups arrives. */
async function readGroups(graph: FloorGraph, groups: Copy, memberships: Copy): Promise<void> {
  const first = `/groups?$top=999&$select=${GROUP_SELECT.join(',')}`;
  const reading: Promise<void>[] = [];
  for await (const page of pages(graph, first, COSTS.groups)) {
    await groups.write(page.value.map(groupRow).join(''));
    const ids = page.value.map(({ id }) => id);
    for (let at = 0; at < ids.length; at += BATCH) {
      reading.push(readMembers(graph, memberships, ids.slice(at, at + BATCH)));
    }
  }
  await Promise.all(reading);
}

/** Reads the first pages in a batch, and further pages of a group one by one. */
async function readMembers(graph: FloorGraph, copy: Copy, groupIds: readonly string[]) {
  const firsts = groupIds.map((id) => `/groups/${id}/members?$top=999&$select=id`);
  const answers = await graph.batch(firsts, COSTS.members);
  await Promise.all(
    answers.map(async (answer, index) => {
      const groupId = groupIds[index] ?? '';
      await copy.write(rowsOf(groupId, answer));
      const next = answer['@odata.nextLink'];
      if (next === undefined) return;
      for await (const page of pages(graph, next, COSTS.members)) {
        await copy.write(rowsOf(groupId, page));
      }
    }),
  );
}

function rowsOf(groupId: string, page: GraphPage): string {
  let rows = '';
  for (const member of page.value) rows += membershipRow(groupId, member) ?? '';
  return rows;
}

async function* pages(graph: FloorGraph, first: string, units: number): AsyncGenerator<GraphPage> {
  let link: string | undefined = first;
  while (link !== undefined) {
    const page: GraphPage = await graph.page(link, units);
    yield page;
    link = page['@odata.nextLink'];
  }
}
