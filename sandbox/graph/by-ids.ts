/** `POST /directoryObjects/getByIds`: users and groups by id. */
import { z } from 'zod';
import { parseBody } from './body.ts';
import { GRAPH, json } from './call.ts';
import type { GraphAnswer, GraphCall } from './call.ts';
import { GROUP, selectedNames, USER } from './entities.ts';
import type { EntityType } from './entities.ts';
import { createTextWriter } from './entity-writer.ts';
import { badRequest } from './errors.ts';
import { hasProperty } from './types.ts';

const MOST_IDS = 1000;
/** The parameters of `getByIds`. */
export const idsSchema = z.object({
  ids: z.array(z.string()).min(1),
  types: z.array(z.string()).optional(),
});

/** Omits unknown ids. */
export function getByIds(call: GraphCall): GraphAnswer {
  const { ids, types = ['user', 'group'] } = parseBody(idsSchema, call.body);
  if (ids.length > MOST_IDS)
    throw badRequest(`Too many ids: at most ${MOST_IDS} can be asked for at once.`);
  const malformed = ids.find((id) => !z.guid().safeParse(id).success);
  if (malformed !== undefined) throw badRequest(`Invalid GUID: ${malformed}`);
  const { users, groups } = call.directory;
  const find = <T>(
    type: EntityType<T>,
    collection: { at(position: number): T | undefined; positionOf(id: string): number | undefined },
  ) => {
    if (!types.includes(type.name)) return () => [];
    const names = selectedNames(call) ?? type.defaults;
    const known = names.filter((name) => hasProperty(type.name, name));
    const write = createTextWriter(type, known);
    return (id: string): string[] => {
      const item = collection.at(collection.positionOf(id) ?? -1);
      return item ? [`{"@odata.type":"#microsoft.graph.${type.name}",${write(item)}}`] : [];
    };
  };
  const [user, group] = [find(USER, users), find(GROUP, groups)];
  const found = [...new Set(ids)].flatMap((id) => [...user(id), ...group(id)]);
  return json(
    `{"@odata.context":"${GRAPH}/$metadata#directoryObjects","value":[${found.join(',')}]}`,
  );
}
