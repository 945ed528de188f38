/** What becomes of a group whose members were asked for. One bad group never stops the others. */
import type { SkippedItem } from '../domain/directory.ts';
import { isOutage, ProvostError } from '../domain/failures.ts';
import { MAX_ITEM_FAILURES, MAX_ITEM_OUTAGES } from '../domain/limits.ts';
import { codeOf } from '../microsoft/errors.ts';
import type { MemberPage, MembersFailed, MembersRead } from '../microsoft/graph.ts';
import { isDoubtful } from './doubt.ts';
import { circle, isLinkRefused } from './reader.ts';

/** A group whose members are still to be read: `link` is the next page, or null for the first. */
export interface PendingGroup {
  readonly groupId: string;
  readonly link: string | null;
  readonly failures: number;
}

export interface GroupOutcome {
  /** What is left to read of the group. */
  readonly pending?: PendingGroup;
  readonly skipped?: SkippedItem;
  /** Why the group is asked for again only in the next attempt. */
  readonly failure?: ProvostError;
  /** The failure concerns the whole tenant, and ends the attempt. */
  readonly ends?: true;
}

/** The links that were followed, by group. Microsoft's links may go round in a circle. */
export class SeenLinks {
  readonly #links = new Map<string, Set<string>>();

  /** @returns false if the link was added before. */
  add(groupId: string, link: string): boolean {
    const links = this.#links.get(groupId) ?? new Set();
    this.#links.set(groupId, links);
    const isNew = !links.has(link);
    links.add(link);
    return isNew;
  }

  forget(groupId: string): void {
    this.#links.delete(groupId);
  }
}

export function outcomeOf(
  asked: PendingGroup,
  answers: readonly MemberPage[],
  links: SeenLinks,
): GroupOutcome {
  const answer = answers.find(({ groupId }) => groupId === asked.groupId);
  if (answer === undefined) return { pending: asked };
  if ('failure' in answer) return failed(asked, answer, answers);
  return followed(asked, answer, links);
}

function followed(asked: PendingGroup, { next }: MembersRead, links: SeenLinks): GroupOutcome {
  const { groupId } = asked;
  if (next !== null && links.add(groupId, next)) {
    // Counted for the whole group: one whose second page is refused begins anew with its first.
    return { pending: { groupId, link: next, failures: asked.failures } };
  }
  links.forget(groupId);
  if (next === null) return {};
  return failedOnce(asked, circle());
}

function failed(
  asked: PendingGroup,
  { failure }: MembersFailed,
  answers: readonly MemberPage[],
): GroupOutcome {
  if (isDoubtful(failure)) return { pending: asked, failure, ends: true };
  const others = answers.some((answer) => !('failure' in answer));
  // A group that failed while others were read goes on failing alone.
  const common = isOutage(failure.type) && !others && asked.failures === 0;
  if (common) return { pending: asked, failure, ends: true };
  return failedOnce(asked, failure);
}

/** The group is asked for again, from the first page if the link is refused, and skipped after several failures. */
function failedOnce(asked: PendingGroup, failure: ProvostError): GroupOutcome {
  const { groupId } = asked;
  const failures = asked.failures + 1;
  const most = isOutage(failure.type) ? MAX_ITEM_OUTAGES : MAX_ITEM_FAILURES;
  if (failures >= most) {
    const code = codeOf(failure);
    return { skipped: { kind: 'members', id: groupId, properties: [], code } };
  }
  const link = isLinkRefused(failure) ? null : asked.link;
  return { pending: { groupId, link, failures }, failure: aboutOne(failure) };
}

/** An expired token of one group is not that of the changes of all. */
const aboutOne = (failure: ProvostError): ProvostError =>
  isLinkRefused(failure)
    ? new ProvostError('UnexpectedAnswer', failure.message, { details: failure.details })
    : failure;
