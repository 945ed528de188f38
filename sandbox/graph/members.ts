/** `/groups/{id}/members` and `/transitiveMembers`, all or cast to users. */
import type { Directory } from '../directory/directory.ts';
import type { MemberReference } from '../directory/objects.ts';
import { GRAPH, text } from './call.ts';
import type { GraphAnswer, GraphCall } from './call.ts';
import { selectedNames } from './entities.ts';
import { badRequest, unsupportedQuery } from './errors.ts';
import { findGroup } from './groups.ts';
import { createMemberWriter } from './member-writer.ts';
import { answerPage } from './pages.ts';
import type { Selected } from './selected.ts';
import type { Visit } from './selected.ts';

export interface MemberQuery {
  readonly groupId: string;
  readonly transitive: boolean;
  /** Whether the request ends in `/microsoft.graph.user`. */
  readonly usersOnly: boolean;
}

/** The group and all nested groups, without duplicates. Handles cycles. */
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

/** The members of several groups in order, without duplicates. */
function select(
  { directory }: GraphCall,
  groups: readonly number[],
  usersOnly: boolean,
): Selected<MemberReference> {
  const lists = groups.map((group) => directory.members(group));

  function at(index: number, place: number): MemberReference | undefined {
    const member = lists[index]?.at(place);
    if (member === undefined || (usersOnly && member.kind !== 'user')) return undefined;
    for (let earlier = 0; earlier < index; earlier += 1)
      if (lists[earlier]?.has(member) === true) return undefined;
    return member;
  }

  /** Positions count through all lists. */
  function take(position: number, most: number, visit: Visit<MemberReference>): number | null {
    let taken = 0;
    let start = 0;
    for (const [index, { end }] of lists.entries()) {
      for (let place = Math.max(0, position - start); place < end; place += 1) {
        const member = at(index, place);
        if (member === undefined) continue;
        if (taken === most) return start + place;
        visit(member, start + place);
        taken += 1;
      }
      start += end;
    }
    return null;
  }

  function count(): number {
    let count = 0;
    take(0, Number.POSITIVE_INFINITY, () => {
      count += 1;
    });
    return count;
  }

  return { take, count };
}

function selectMembers(call: GraphCall, query: MemberQuery): Selected<MemberReference> {
  const group = findGroup(call, query.groupId);
  const groups = query.transitive ? closureOf(call.directory, group) : [group];
  return select(call, groups, query.usersOnly);
}

const ADVANCED_ONLY = ['$filter', '$search', '$orderby'];

/** A cast of transitive members is an advanced query; one of direct members is not. */
function refuseSimpleCast(call: GraphCall, { transitive, usersOnly }: MemberQuery): void {
  if (transitive && usersOnly && !(call.eventual && call.query.get('$count') === 'true'))
    throw badRequest(
      "Unsupported referenced-object resource identifier for link property 'transitiveMembers'.",
    );
}

export function listMembers(call: GraphCall, query: MemberQuery): GraphAnswer {
  refuseSimpleCast(call, query);
  const refused = [...ADVANCED_ONLY, '$skip', '$expand'].find((option) => call.query.has(option));
  if (refused !== undefined)
    throw unsupportedQuery(`The sandbox does not support '${refused}' for group members.`);
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
