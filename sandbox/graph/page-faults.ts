/** Simulates page faults (`Faults`): a malformed item, a directory that changes while it is read. */
import { z } from 'zod';
import type { Directory } from '../directory/directory.ts';
import { json } from './call.ts';
import type { GraphAnswer, GraphCall } from './call.ts';
import { consumeFault } from '../counted-faults.ts';

const pageSchema = z.looseObject({ value: z.array(z.looseObject({ id: z.string() })) });
type Item = z.infer<typeof pageSchema>['value'][number];

type Kind = 'user' | 'group' | 'member' | 'site';

const isListOfSites = (name: string | undefined) =>
  name === undefined || name === 'delta' || name.toLowerCase().endsWith('getallsites');

/** The kind of items on a page of this address; null if it does not return pages. */
function kindOf([set, id, relation]: readonly string[]): Kind | null {
  if (set === 'sites') return isListOfSites(id) ? 'site' : null;
  if (set === 'users') return id === undefined || id === 'delta' ? 'user' : null;
  if (set !== 'groups') return null;
  if (id === undefined || id === 'delta') return 'group';
  return relation === 'members' || relation === 'transitiveMembers' ? 'member' : null;
}

const without = (item: Item, unwanted: string) =>
  Object.fromEntries(Object.entries(item).filter(([name]) => name !== unwanted));

/** A malformed user keeps a valid id. In groups, members and sites the id is malformed. */
const MALFORMED: Readonly<Record<Kind, (item: Item) => object>> = {
  user: (item) => ({ ...without(item, 'userPrincipalName'), displayName: 42 }),
  group: (item) => ({ ...item, id: 'no-guid' }),
  member: (item) => ({ ...item, id: 42 }),
  site: (item) => ({ ...item, id: 'no-site', webUrl: 42 }),
};

const textOf = ({ body }: GraphAnswer): string =>
  typeof body === 'string' ? body : Buffer.from(body).toString();

/** Malforms the middle item of the page if the fault is due. A page without items does not use up the fault. */
export function applyMalform(call: GraphCall, answer: GraphAnswer): GraphAnswer {
  const kind = kindOf(call.segments);
  if (kind === null || call.tenant.faults.malformNext === 0) return answer;
  const page = pageSchema.safeParse(JSON.parse(textOf(answer)));
  const items = page.data?.value.filter((item) => !('@removed' in item || 'deleted' in item)) ?? [];
  const chosen = items[Math.floor(items.length / 2)];
  if (!page.success || !chosen || !consumeFault(call.tenant, 'malform', call.target)) return answer;
  const value = page.data.value.map((item) => (item === chosen ? MALFORMED[kind](item) : item));
  return json(JSON.stringify({ ...page.data, value }), answer.status, answer.headers);
}

const pagesRead = new WeakMap<Directory, number>();

/** If the fault is set, renames, removes and adds one user after every nth page. */
export function applyChangeWhileReading({ directory, tenant }: GraphCall): void {
  const every = tenant.faults.changeWhileReading;
  if (every === 0) return;
  const pages = (pagesRead.get(directory) ?? 0) + 1;
  pagesRead.set(directory, pages);
  if (pages % every !== 0) return;
  directory.changeUsers(1, { displayName: `Renamed while being read ${pages / every}` });
  directory.removeUsers(1);
  directory.addUsers(1);
}
