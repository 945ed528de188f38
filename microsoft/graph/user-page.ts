/** A page of users, apart from the client: a thread that reads pages needs no more than this. */
import type { DirectoryUser, SkippedItem } from '../../domain/directory.ts';
import { parseAnswer } from '../errors.ts';
import { pageSchema, parseItems, userSchema } from '../graph-schemas.ts';
import type { MicrosoftAnswer } from '../transport.ts';

export interface UserPage {
  readonly users: DirectoryUser[];
  /** The link to the page behind; null on the last one. A page may be empty and not be the last. */
  readonly next: string | null;
  /** Items that were left out because they made no sense. */
  readonly skipped: readonly SkippedItem[];
}

/** @throws ProvostError `UnexpectedAnswer` when it is no page */
export function userPageOf(answer: MicrosoftAnswer): UserPage {
  const page = parseAnswer(pageSchema, answer);
  const { items, skipped } = parseItems('user', userSchema, page.value);
  return { users: items, next: page['@odata.nextLink'] ?? null, skipped };
}
