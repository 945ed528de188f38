/** A page of users. Separate from the client, so that worker threads load only this. */
import type { DirectoryUser, SkippedItem } from '../../domain/directory.ts';
import { parseAnswer } from '../errors.ts';
import { pageSchema, parseItems, userSchema } from '../graph-schemas.ts';
import type { MicrosoftAnswer } from '../transport.ts';

export interface UserPage {
  readonly users: DirectoryUser[];
  /** Link to the next page; null on the last one. An empty page is not necessarily the last. */
  readonly next: string | null;
  /** Invalid items that were skipped. */
  readonly skipped: readonly SkippedItem[];
}

/** @throws ProvostError `UnexpectedAnswer` for an invalid page */
export function userPageOf(answer: MicrosoftAnswer): UserPage {
  const page = parseAnswer(pageSchema, answer);
  const { items, skipped } = parseItems('user', userSchema, page.value);
  return { users: items, next: page['@odata.nextLink'] ?? null, skipped };
}
