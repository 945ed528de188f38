/** Later rounds of a delta query: changes from the log since a sequence number. */
import type { Change } from '../directory/change-log.ts';
import type { MemberReference } from '../directory/objects.ts';
import { MOST_LINKS } from './delta-round.ts';
import type { DeltaPage, Round } from './delta-round.ts';
import { memberEntry, membersText } from './delta-enumeration.ts';
import { createWriter } from './entity-writer.ts';

interface Changed {
  /** True if properties changed; false if only memberships changed. */
  whole: boolean;
  readonly members: Map<string, MemberReference>;
}

/** The position of the changed object; null if this query does not report the change. */
function subjectOf<T>({ listing, withMembers }: Round<T>, change: Change): number | null {
  if (change.of === 'member') return withMembers ? change.group : null;
  return change.of === listing.type.name ? change.position : null;
}

function record(changes: Map<number, Changed>, position: number, change: Change): void {
  const changed = changes.get(position) ?? { whole: false, members: new Map() };
  changes.set(position, changed);
  if (change.of !== 'member') changed.whole = true;
  else changed.members.set(`${change.member.kind}/${change.member.position}`, change.member);
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

/** Writes a page of changes. An object with only membership changes has no properties except its id. */
export function writeChanged<T>(round: Round<T>, since: number): DeltaPage {
  const { listing, directory, names, output } = round;
  const collection = listing.collection(directory);
  const write = createWriter(listing.type, names);
  const { changes, sequence } = collect(round, since);

  function writeEntry(position: number, { whole, members }: Changed): void {
    const id = `"id":"${collection.idAt(position)}"`;
    const item = collection.at(position);
    if (!item) {
      const reason = collection.removalAt(position) ?? 'deleted';
      output.ascii(`${id},"@removed":{"reason":"${reason}"}`);
      return;
    }
    const list = members.size > 0 ? directory.members(position) : null;
    const links = [...members.values()].map((member) =>
      memberEntry(directory, member, list?.has(member) ?? false),
    );
    if (whole) write(item, output);
    else output.ascii(id);
    output.ascii(membersText(links));
  }

  for (const [position, changed] of changes) output.item(() => writeEntry(position, changed));
  return {
    done: sequence >= directory.changes.length,
    state: { since: sequence, enumeration: null },
  };
}
