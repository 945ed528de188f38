/** `/groups`, `/groups/$count`, `/groups/{id}`. */
import type { Directory } from '../directory/directory.ts';
import type { Group } from '../directory/objects.ts';
import { json, refuseOptions } from './call.ts';
import type { GraphAnswer, GraphCall } from './call.ts';
import { GROUP, propertiesOf } from './entities.ts';
import { createTextWriter } from './entity-writer.ts';
import { notFound } from './errors.ts';
import type { Comparison } from './filter.ts';
import { GROUP_FILTERS } from './filter-support.ts';
import { contextOf } from './pages.ts';
import { GROUP_SEARCH } from './search.ts';
import type { Listing } from './selection.ts';

function locate({ groups }: Directory, { property, operator, values }: Comparison) {
  if (property !== 'id' || (operator !== 'eq' && operator !== 'in')) return null;
  return values.flatMap((id) => {
    const position = typeof id === 'string' ? groups.positionOf(id) : undefined;
    return position === undefined ? [] : [{ start: position, end: position + 1 }];
  });
}

export const GROUPS: Listing<Group> = {
  type: GROUP,
  filters: GROUP_FILTERS,
  searches: GROUP_SEARCH,
  orders: new Map([['displayName', ({ displayName }: Group) => displayName]]),
  collection: ({ groups }) => groups,
  locate,
};

/** The position of an existing group. @throws GraphError 404 */
export function findGroup({ directory: { groups } }: GraphCall, id: string): number {
  const position = groups.positionOf(id);
  if (position === undefined || !groups.exists(position)) throw notFound(id);
  return position;
}

export function getGroup(call: GraphCall, id: string): GraphAnswer {
  refuseOptions(call, ['$expand']);
  const write = createTextWriter(GROUP, propertiesOf(GROUP, call));
  const group = call.directory.groups.at(findGroup(call, id));
  if (!group) throw notFound(id);
  const context = JSON.stringify(`${contextOf(call, 'groups')}/$entity`);
  return json(`{"@odata.context":${context},${write(group)}}`);
}
