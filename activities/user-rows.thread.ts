/** What a thread of `user-rows.ts` does. It loads nothing but what reading a page takes. */
import { isUtf8 } from 'node:buffer';
import { ProvostError } from '../domain/failures.ts';
import { userPageOf } from '../microsoft/graph/user-page.ts';
import { USERS } from '../store/row-kinds.ts';
import { rowsOf, type StagedAt } from '../store/rows.ts';
import type { PageOfRows, Refused } from './user-rows.ts';

/** Reads a page whose status was one of success. */
export default function readUserPage(page: {
  bytes: Uint8Array;
  at: StagedAt;
}): PageOfRows | Refused {
  const { body, encoding } = textOf(page.bytes);
  try {
    const { users, next, skipped } = userPageOf({ status: 200, headers: new Headers(), body });
    const rows = rowsOf(USERS, page.at, users);
    return {
      users: { length: rows.length, lines: Buffer.from(rows.lines, encoding) },
      next: next === null ? null : Buffer.from(next, encoding).toString(),
      skipped,
    };
  } catch (error) {
    if (error instanceof ProvostError) return { refused: error.details };
    throw error;
  }
}

const BYTE_ORDER_MARK = 0xef;

/**
 * UTF-8 read as Latin-1, a character for each byte, takes a third of the time to
 * be parsed, and written as Latin-1 it is the same UTF-8 again. What stands
 * between the quotation marks is not looked into, and JSON's own characters are
 * ASCII; but an escape by number would bring in a character that is no byte.
 */
function textOf(bytes: Uint8Array): { body: string; encoding: 'latin1' | 'utf8' } {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const plain = isUtf8(buffer) && buffer[0] !== BYTE_ORDER_MARK && !buffer.includes(String.raw`\u`);
  return plain
    ? { body: buffer.toString('latin1'), encoding: 'latin1' }
    : { body: new TextDecoder().decode(buffer), encoding: 'utf8' };
}
