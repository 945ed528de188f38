/** The code of a worker thread of `user-rows.ts`. Imports only what parsing a page needs. */
import { isUtf8 } from 'node:buffer';
import { ProvostError } from '../domain/failures.ts';
import { groupChangesOf, userChangesOf } from '../microsoft/graph/delta-page.ts';
import { userPageOf } from '../microsoft/graph/user-page.ts';
import { USERS } from '../store/row-kinds.ts';
import { rowsOf, type StagedAt } from '../store/rows.ts';
import type { PageOfRows, PageToParse, ParsedPage, Refused } from './user-rows.ts';

/** Parses a page of a successful response. */
export default function parsePage(page: PageToParse): ParsedPage | Refused {
  try {
    return page.as === 'rows' ? rowsOfPage(page) : PARSERS[page.as](answerOf(utf8(page.bytes)));
  } catch (error) {
    if (error instanceof ProvostError) return { refused: error.details };
    throw error;
  }
}

const PARSERS = { userChanges: userChangesOf, groupChanges: groupChangesOf };

const answerOf = (body: string) => ({ status: 200, headers: new Headers(), body });
const utf8 = (bytes: Uint8Array) => new TextDecoder().decode(bytes);

function rowsOfPage({ bytes, at }: { bytes: Uint8Array; at: StagedAt }): PageOfRows {
  const { body, encoding } = textOf(bytes);
  const { users, next, skipped } = userPageOf(answerOf(body));
  const rows = rowsOf(USERS, at, users);
  return {
    users: { length: rows.length, lines: Buffer.from(rows.lines, encoding) },
    next: next === null ? null : Buffer.from(next, encoding).toString(),
    skipped,
  };
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
    : { body: utf8(buffer), encoding: 'utf8' };
}
