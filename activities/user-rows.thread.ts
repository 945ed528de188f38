/** What a thread of `user-rows.ts` does. It loads nothing but what reading a page takes. */
import { ProvostError } from '../domain/failures.ts';
import { userPageOf } from '../microsoft/graph/user-page.ts';
import { USERS } from '../store/row-kinds.ts';
import { rowsOf, type StagedAt } from '../store/rows.ts';
import type { PageOfRows } from './user-rows.ts';

/** @returns null when it is no page: to say why takes the whole answer, which stays where it came */
export default function readUserPage(page: { bytes: Uint8Array; at: StagedAt }): PageOfRows | null {
  const body = new TextDecoder().decode(page.bytes);
  try {
    const { users, ...rest } = userPageOf({ status: 200, headers: new Headers(), body });
    const rows = rowsOf(USERS, page.at, users);
    // As bytes they need no encoding where they arrive.
    return { ...rest, users: { ...rows, lines: Buffer.from(rows.lines) } };
  } catch (error) {
    if (error instanceof ProvostError) return null;
    throw error;
  }
}
