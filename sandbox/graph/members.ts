/** `/groups/{id}/members` and `/transitiveMembers`, of any kind or cast to users. */
import type { Directory } from '../directory/directory.ts';
import type { MemberReference } from '../directory/objects.ts';
import { GRAPH, text } from './call.ts';
import type { GraphAnswer, GraphCall } from './call.ts';
import { createWriter, GROUP, propertiesOf, selectedNames, USER } from './entities.ts';
import type { EntityType } from './entities.ts';
import { badRequest, unsupportedQuery } from './errors.ts';
import { findGroup } from './groups.ts';
import { answerPage } from './pages.ts';
import { isPermitted } from './permissions.ts';
import { countOf } from './selection.ts';
import type { Selected } from './selection.ts';

export interface MemberQuery {
  readonly groupId: string;
  readonly transitive: boolean;
  /** Whether the request ends in `/microsoft.graph.user`. */
  readonly usersOnly: boolean;
}

/** The group and those within it, each once, however they nest; a circle ends where it began. */
function closureOf(directory: Directory, group: number): number[] {
  const closure = [group];
  for (const each of closure)
    closure.push(
      ...directory
        .members(each)
        .groups()
        .filter((nested) => !closure.includes(nested)),
    );
  return closure;
}

/** Members of several groups in a row. Who was a member of an earlier one does not come again. */
function select(
  { directory }: GraphCall,
  groups: readonly number[],
  usersOnly: boolean,
): Selected<MemberReference> {
  const lists = groups.map((group) => directory.members(group));
  const starts = lists.reduce((ends, { end }) => [...ends, (ends.at(-1) ?? 0) + end], [0]);
  const end = starts.at(-1) ?? 0;

  function at(position: number): MemberReference | undefined {
    const index = starts.findIndex((start) => start > position) - 1;
    const member = lists[index]?.at(position - (starts[index] ?? 0));
    if (member === undefined || (usersOnly && member.kind !== 'user')) return undefined;
    const cameBefore = lists.slice(0, index).some((list) => list.has(member));
    return cameBefore ? undefined : member;
  }

  function next(position: number): number | null {
    for (let candidate = position; candidate < end; candidate += 1)
      if (at(candidate)) return candidate;
    return null;
  }

  return { at, next, count: () => countOf(next) };
}

/** Of what the application may not read, it sees but the id. */
const hidden =
  (names: readonly string[]) =>
  ({ id }: { readonly id: string }): string =>
    names.map((name) => `"${name}":${name === 'id' ? `"${id}"` : 'null'}`).join(',');

/** `$select` names properties of users or groups; each kind has those that it knows. */
function writerOf<T extends { readonly id: string }>(
  type: EntityType<T>,
  call: GraphCall,
  mayRead: boolean,
) {
  const names = (selectedNames(call) ?? type.defaults).filter((name) => type.properties.has(name));
  return mayRead ? createWriter(type, names) : hidden(names);
}

function refuseUnknown(call: GraphCall, usersOnly: boolean): void {
  const unknown = selectedNames(call)?.every((name) => !GROUP.properties.has(name));
  if (usersOnly || unknown === true) propertiesOf(USER, call);
}

function createMemberWriter(call: GraphCall, usersOnly: boolean) {
  const { directory, token } = call;
  refuseUnknown(call, usersOnly);
  const user = writerOf(USER, call, isPermitted(token, 'users'));
  const group = writerOf(GROUP, call, isPermitted(token, 'groups'));
  return ({ kind, position }: MemberReference): string => {
    const item = kind === 'user' ? directory.users.at(position) : undefined;
    const nested = kind === 'group' ? directory.groups.at(position) : undefined;
    const written = item ? user(item) : nested ? group(nested) : '';
    return usersOnly ? written : withType(kind, written);
  };
}

const withType = (kind: string, members: string) =>
  [`"@odata.type":"#microsoft.graph.${kind}"`, members].filter(Boolean).join(',');

function selectMembers(call: GraphCall, query: MemberQuery): Selected<MemberReference> {
  const group = findGroup(call, query.groupId);
  const groups = query.transitive ? closureOf(call.directory, group) : [group];
  return select(call, groups, query.usersOnly);
}

const ADVANCED_ONLY = ['$filter', '$search', '$orderby'];

export function listMembers(call: GraphCall, query: MemberQuery): GraphAnswer {
  const refused = [...ADVANCED_ONLY, '$skip', '$expand'].find((option) => call.query.has(option));
  if (refused !== undefined)
    throw unsupportedQuery(`The sandbox does not know '${refused}' for members of groups.`);
  const context = `${GRAPH}/$metadata#${query.usersOnly ? 'users' : 'directoryObjects'}`;
  const names = selectedNames(call);
  return answerPage(
    call,
    selectMembers(call, query),
    names ? `${context}(${names.join(',')})` : context,
    createMemberWriter(call, query.usersOnly),
  );
}

export function countMembers(call: GraphCall, query: MemberQuery): GraphAnswer {
  if (!call.eventual) throw badRequest('$count is not currently supported.');
  return text(String(selectMembers(call, query).count()));
}
