/** `POST /directoryObjects/getByIds`: users and groups by id. */
import { z } from 'zod';
import { parseBody } from './body.ts';
import { GRAPH, json } from './call.ts';
import type { GraphAnswer, GraphCall } from './call.ts';
import { GROUP, selectedNames, USER } from './entities.ts';
import type { EntityType } from './entities.ts';
import { createTextWriter } from './entity-writer.ts';
import { badRequest } from './errors.ts';
import { isPermitted } from './permissions.ts';

const MOST_IDS = 1000;
const bodySchema = z.object({
  ids: z.array(z.string()).min(1),
  types: z.array(z.string()).optional(),
});

/** Omits unknown ids and objects that the application may not read. */
export function getByIds(call: GraphCall): GraphAnswer {
  const { ids, types = ['user', 'group'] } = parseBody(bodySchema, call.body);
  if (ids.length > MOST_IDS)
    throw badRequest(`Too many ids: at most ${MOST_IDS} can be asked for at once.`);
  const { users, groups } = call.directory;
  const find = <T>(
    type: EntityType<T>,
    collection: { at(position: number): T | undefined; positionOf(id: string): number | undefined },
  ) => {
    if (!types.includes(type.name) || !isPermitted(call.token, type.set)) return () => [];
    const names = selectedNames(call) ?? type.defaults;
    const known = names.filter((name) => type.properties.has(name));
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
