/** First round of a delta query: all objects, groups with their members. */
import type { Directory } from '../directory/directory.ts';
import type { MemberReference } from '../directory/objects.ts';
import { MOST_LINKS } from './delta-round.ts';
import type { DeltaPage, DeltaState, Round } from './delta-round.ts';
import { createWriter } from './entity-writer.ts';

type Cursor = NonNullable<DeltaState['enumeration']>;

/** An entry of `members@delta`. */
export function memberEntry(
  directory: Directory,
  { kind, position }: MemberReference,
  isMember: boolean,
): string {
  const id = directory[kind === 'user' ? 'users' : 'groups'].idAt(position);
  const removed = isMember ? '' : ',"@removed":{"reason":"deleted"}';
  return `{"@odata.type":"#microsoft.graph.${kind}","id":"${id}"${removed}}`;
}

/** Takes at most `most` members from `offset`. `next` is the following offset, or null at the end. */
function takeMembers(directory: Directory, group: number, offset: number, most: number) {
  const members = directory.members(group);
  const entries: string[] = [];
  let at = offset;
  for (; at < members.end && entries.length < most; at += 1) {
    const member = members.at(at);
    if (member) entries.push(memberEntry(directory, member, true));
  }
  return { entries, next: at < members.end ? at : null };
}

/** The `members@delta` property; empty without entries. */
export const membersText = (entries: readonly string[]): string =>
  entries.length > 0 ? `,"members@delta":[${entries.join(',')}]` : '';

/** Writes a page of objects. A group with too many members for one page is repeated on the next page with more of them. */
export function writeEnumerated<T>(round: Round<T>, since: number, cursor: Cursor): DeltaPage {
  const { listing, directory, names, only, withMembers, mostObjects, output } = round;
  const collection = listing.collection(directory);
  const write = createWriter(listing.type, names);
  let objects = 0;
  let links = 0;
  let { position, offset } = cursor;
  while (position < collection.end && objects < mostObjects && links < MOST_LINKS) {
    const item = only?.has(position) === false ? undefined : collection.at(position);
    const members =
      item && withMembers
        ? takeMembers(directory, position, offset, MOST_LINKS - links)
        : { entries: [], next: null };
    if (item !== undefined) {
      output.item(() => {
        write(item, output);
        output.ascii(membersText(members.entries));
      });
      objects += 1;
    }
    links += members.entries.length;
    if (members.next === null) position += 1;
    offset = members.next ?? 0;
  }
  const done = position >= collection.end;
  return { done, state: { since, enumeration: done ? null : { position, offset } } };
}
