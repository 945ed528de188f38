/** Writes group members as JSON: users and groups, or users only. */
import type { MemberReference } from '../directory/objects.ts';
import type { GraphCall } from './call.ts';
import { GROUP, propertiesOf, selectedNames, USER } from './entities.ts';
import type { EntityType } from './entities.ts';
import { createWriter } from './entity-writer.ts';
import type { Writer } from './entity-writer.ts';
import { isPermitted } from './permissions.ts';
import { hasProperty } from './types.ts';

interface Objects<T> {
  at(position: number): T | undefined;
  idAt(position: number): string;
}

/** Writes only the id of objects that the application may not read. */
const writeIds =
  (names: readonly string[], objects: Objects<unknown>): Writer<number> =>
  (position, output) => {
    const id = `"${objects.idAt(position)}"`;
    output.ascii(names.map((name) => `"${name}":${name === 'id' ? id : 'null'}`).join(','));
  };

/** `$select` may name user or group properties. Each kind gets the ones that it has. */
function writerOf<T>(
  type: EntityType<T>,
  call: GraphCall,
  objects: Objects<T>,
  usersOnly: boolean,
): Writer<number> {
  const names = (selectedNames(call) ?? type.defaults).filter((name) =>
    hasProperty(type.name, name),
  );
  const odataType = `"@odata.type":"#microsoft.graph.${type.name}"${names.length > 0 ? ',' : ''}`;
  const head = usersOnly ? '' : odataType;
  if (names.join(',') === 'id')
    return (position, output) => output.ascii(`${head}"id":"${objects.idAt(position)}"`);
  const hidden = writeIds(names, objects);
  const write = createWriter(type, names);
  const mayRead = isPermitted(call.token, type.set);
  return (position, output) => {
    output.ascii(head);
    const item = mayRead ? objects.at(position) : undefined;
    if (item === undefined) hidden(position, output);
    else write(item, output);
  };
}

function refuseUnknown(call: GraphCall, usersOnly: boolean): void {
  const unknown = selectedNames(call)?.every((name) => !hasProperty('group', name));
  if (usersOnly || unknown === true) propertiesOf(USER, call);
}

/** @param usersOnly whether all members are users; then `@odata.type` is omitted */
export function createMemberWriter(call: GraphCall, usersOnly: boolean): Writer<MemberReference> {
  const { users, groups } = call.directory;
  refuseUnknown(call, usersOnly);
  const user = writerOf(USER, call, users, usersOnly);
  const group = writerOf(GROUP, call, groups, usersOnly);
  return ({ kind, position }, output) => (kind === 'user' ? user : group)(position, output);
}
