/** The code of a worker thread of `user-rows.ts`. Imports only what parsing a page needs. */
import { isUtf8 } from 'node:buffer';
import { ProvostError } from '../domain/failures.ts';
import { userPageOf } from '../microsoft/graph/user-page.ts';
import { USERS } from '../store/row-kinds.ts';
import { rowsOf, type StagedAt } from '../store/rows.ts';
import type { PageOfRows, Refused } from './user-rows.ts';

/** Parses a page of a successful response. */
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
 * Decoding UTF-8 as Latin-1, one character per byte, makes parsing three times as fast, and
 * encoding as Latin-1 restores the UTF-8. This is safe because JSON syntax is ASCII and
 * string contents are not inspected. The exception are \u escapes: they can produce
 * characters that are not a byte.
 */
function textOf(bytes: Uint8Array): { body: string; encoding: 'latin1' | 'utf8' } {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const plain = isUtf8(buffer) && buffer[0] !== BYTE_ORDER_MARK && !buffer.includes(String.raw`\u`);
  return plain
    ? { body: buffer.toString('latin1'), encoding: 'latin1' }
    : { body: new TextDecoder().decode(buffer), encoding: 'utf8' };
}
