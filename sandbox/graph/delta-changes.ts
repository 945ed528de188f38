/** Later rounds of a delta query: changes from the log since a sequence number. */
import type { Change } from '../directory/change-log.ts';
import type { MemberReference } from '../directory/objects.ts';
import { MOST_LINKS } from './delta-round.ts';
import type { DeltaPage, Round } from './delta-round.ts';
import { memberEntry, membersText } from './delta-enumeration.ts';
import { createWriter } from './entity-writer.ts';

interface Changed {
  /** Added, removed or restored, so all properties count as changed. */
  whole: boolean;
  readonly properties: Set<string>;
  readonly members: Map<string, MemberReference>;
}

/** The position of the changed object; null if this query does not report the change. */
function subjectOf<T>(round: Round<T>, change: Change): number | null {
  const { listing, withMembers, names, selective, only } = round;
  const position = change.of === 'member' ? change.group : change.position;
  if (only?.has(position) === false) return null;
  if (change.of === 'member') return withMembers ? position : null;
  if (change.of !== listing.type.name) return null;
  const { properties } = change;
  const concerns = !selective || properties?.some((name) => names.includes(name)) !== false;
  return concerns ? position : null;
}

function record(changes: Map<number, Changed>, position: number, change: Change): void {
  const changed = changes.get(position) ?? {
    whole: false,
    properties: new Set(),
    members: new Map(),
  };
  changes.set(position, changed);
  if (change.of === 'member')
    changed.members.set(`${change.member.kind}/${change.member.position}`, change.member);
  else if (change.properties === undefined) changed.whole = true;
  else for (const name of change.properties) changed.properties.add(name);
}

/** Collects each changed object once. `sequence` is where reading the log stopped. */
function collect<T>(round: Round<T>, since: number) {
  const { changes: log } = round.directory;
  const changes = new Map<number, Changed>();
  let sequence = since;
  let links = 0;
  while (sequence < log.length && changes.size < round.mostObjects && links < MOST_LINKS) {
    const change = log.at(sequence);
    const position = change && subjectOf(round, change);
    if (change && typeof position === 'number') record(changes, position, change);
    if (change?.of === 'member') links += 1;
    sequence += 1;
  }
  return { changes, sequence };
}

/**
 * Writes a page of changes. An object with only membership changes has no
 * properties except its id; with `return=minimal`, one has only the changed properties.
 */
export function writeChanged<T>(round: Round<T>, since: number): DeltaPage {
  const { listing, directory, names, minimal, output } = round;
  const collection = listing.collection(directory);
  const writeAll = createWriter(listing.type, names);
  const { changes, sequence } = collect(round, since);

  function writerOf({ whole, properties }: Changed) {
    if (whole || (properties.size > 0 && !minimal)) return writeAll;
    const changed = names.filter((name) => name === 'id' || properties.has(name));
    return createWriter(listing.type, changed);
  }

  function writeEntry(position: number, changed: Changed): void {
    const { members } = changed;
    const item = collection.at(position);
    if (!item) {
      const id = `"id":"${collection.idAt(position)}"`;
      const reason = collection.removalAt(position) ?? 'deleted';
      output.ascii(`${id},"@removed":{"reason":"${reason}"}`);
      return;
    }
    const list = members.size > 0 ? directory.members(position) : null;
    const links = [...members.values()].map((member) =>
      memberEntry(directory, member, list?.has(member) ?? false),
    );
    writerOf(changed)(item, output);
    output.ascii(membersText(links));
  }

  for (const [position, changed] of changes) output.item(() => writeEntry(position, changed));
  return {
    done: sequence >= directory.changes.length,
    state: { since: sequence, enumeration: null },
  };
}
