/** A page parsed in a worker thread gives the same result as one parsed in this thread. */
import { expect, test } from 'vitest';
import type { ReceivedAnswer } from '../microsoft/transport.ts';
import { graphUser, guid } from '../microsoft/tenant.fixture.ts';
import { USERS } from '../store/row-kinds.ts';
import { rowsOf } from '../store/rows.ts';
import { rowsInMainThread, rowsInThreads } from './user-rows.ts';

const AT = { run: 7, step: 0 };
const threads = rowsInThreads();

function answerOf(bytes: Uint8Array): ReceivedAnswer {
  const body = new TextDecoder().decode(bytes);
  return { status: 200, headers: new Headers({ 'request-id': 'r1' }), bytes, body };
}

/** The rows in the format that is sent to the database. */
async function read(rows: typeof threads, bytes: Uint8Array) {
  const { users, ...page } = await rows.of(answerOf(bytes), AT);
  const { lines } = 'lines' in users ? users : rowsOf(USERS, AT, users);
  return { ...page, count: users.length, lines: Buffer.from(lines as string).toString() };
}

const page = (...items: unknown[]) => JSON.stringify({ value: items });
const escaped = (text: string) =>
  text.replaceAll(
    /[\u0080-\uFFFF]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
const NAMES = ['Zoë Müller', '山田 太郎', 'Łukasz 😀', 'a\\b"c\td', 'ÿ\u0080'];
const named = page(...NAMES.map((displayName, index) => graphUser(index, { displayName })));

test.each([
  ['names in all alphabets', Buffer.from(named)],
  ['numeric character escapes', Buffer.from(escaped(named))],
  ['lone surrogates, and NUL', Buffer.from(page(graphUser(1, { displayName: 'a\0\uD800b' })))],
  ['bytes that are not UTF-8', Buffer.from(page(graphUser(1, { displayName: 'Zoë' })), 'latin1')],
  ['a byte order mark', Buffer.from(`\uFEFF${named}`)],
  ['invalid items', Buffer.from(page(graphUser(1, { id: 'é' }), graphUser(2, { mail: 7 })))],
  [
    'a link that is not ASCII',
    Buffer.from(JSON.stringify({ value: [], '@odata.nextLink': 'https://graph.microsoft.com/é' })),
  ],
  ['part of a larger buffer', Buffer.from(`x${named}`).subarray(1)],
])('%s', async (_name, bytes) => {
  const here = await read(rowsInMainThread, bytes);
  expect(await read(threads, bytes)).toEqual(here);
});

test('names are preserved', async () => {
  const { lines, count } = await read(threads, Buffer.from(named));
  expect(count).toBe(NAMES.length);
  for (const name of NAMES.slice(0, 3)) expect(lines).toContain(`\t${name}\t`);
  expect(lines.split('\n')[0]).toBe(
    `7\t0\tf\t${guid(0)}\tuser0@contoso.example\tZoë Müller\tuser0@contoso.example\tt\tf\tt\t{"SMTP:user0@contoso.example"}`,
  );
});

test('an invalid page is rejected with the invalid paths and the request id', async () => {
  const refusal = { type: 'UnexpectedAnswer', details: { paths: ['value'], requestId: 'r1' } };
  for (const bytes of ['{"value":"é"}', '{"value":1}'].map((text) => Buffer.from(text))) {
    await expect(read(threads, bytes)).rejects.toMatchObject(refusal);
  }
  const cut = Buffer.from(named).subarray(0, 100);
  await expect(read(threads, cut)).rejects.toMatchObject({ type: 'UnexpectedAnswer' });
});

const changes = (...items: unknown[]) =>
  JSON.stringify({ value: items, '@odata.deltaLink': 'https://graph.microsoft.com/v1.0/é' });
const MANY = Array.from({ length: 400 }, (_, index) =>
  graphUser(index, { displayName: NAMES[index % NAMES.length] }),
);
const CHANGED = changes(
  ...MANY,
  { id: guid(900), '@removed': { reason: 'deleted' } },
  { id: guid(901), displayName: 'only a part' },
  graphUser(902, { mail: 7 }),
);

test('a long page of changes is the same in every thread', async () => {
  const bytes = Buffer.from(CHANGED);
  expect(bytes.byteLength).toBeGreaterThan(64 * 1024);
  const here = await rowsInMainThread.userChanges(answerOf(Buffer.from(CHANGED)));
  expect(here).toMatchObject({ removed: [guid(900)], partial: [guid(901)] });
  expect([here.whole.length, here.skipped.length]).toEqual([MANY.length, 1]);
  const there = answerOf(new Uint8Array(bytes));
  expect(await threads.userChanges(there)).toEqual(here);
  // Its bytes were given to the thread.
  expect(there.bytes.byteLength).toBe(0);
});

test('a long page of changes of groups keeps their members', async () => {
  const members = Array.from({ length: 2000 }, (_, index) => ({
    '@odata.type': '#microsoft.graph.user',
    id: guid(index),
  }));
  const page = changes({
    id: guid(1),
    displayName: 'Łukasz',
    mail: null,
    'members@delta': members,
  });
  const here = await rowsInMainThread.groupChanges(answerOf(Buffer.from(page)));
  expect(here.memberships.added).toHaveLength(members.length);
  const there = answerOf(new Uint8Array(Buffer.from(page)));
  expect(await threads.groupChanges(there)).toEqual(here);
  expect(there.bytes.byteLength).toBe(0);
});

test('a long page of changes that is invalid is rejected with the request id', async () => {
  const page = `{"value": [], "filler": "${'x'.repeat(70_000)}"}`;
  await expect(
    threads.userChanges(answerOf(new Uint8Array(Buffer.from(page)))),
  ).rejects.toMatchObject({
    type: 'UnexpectedAnswer',
    details: { requestId: 'r1' },
  });
});
