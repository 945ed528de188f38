import { beforeEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { createTestGraph, listenTestGraph } from '../graph.fixture.ts';
import type { RequestOptions } from '../graph.fixture.ts';

let graph = createTestGraph();
beforeEach(() => {
  graph = createTestGraph();
});

const ADMIN = '/users/admin@contoso.example';
const MESSAGES = `${ADMIN}/messages`;
const FOLDERS = `${ADMIN}/mailFolders`;
const IMMUTABLE = { headers: { prefer: 'IdType="ImmutableId"' } };
const READ = { roles: 'Mail.Read' };

const itemSchema = z.looseObject({ id: z.string(), parentFolderId: z.string().optional() });

async function send(target: string, options: RequestOptions) {
  const response = await graph.request(target, options);
  expect(response.status).toBe(201);
  return itemSchema.parse(await response.json());
}

const createFolder = (body: object) => send(FOLDERS, { body });
const createDraft = (folder: string, options: RequestOptions = {}) =>
  send(`${FOLDERS}/${folder}/messages`, { body: { subject: 'A draft' }, ...options });
const remove = async (target: string) => (await graph.request(target, { method: 'DELETE' })).status;
const names = async (target: string) =>
  (await graph.page(target)).value.map(({ displayName }) => displayName);

/** The principal name of a user whose mailbox fits. */
function withMailbox(fits: (mailbox: string | null) => boolean): string {
  const { users } = graph.directory;
  const all = Array.from({ length: users.end }, (_, position) => users.at(position));
  return all.find((user) => user && fits(user.mailbox))?.userPrincipalName ?? '';
}

describe('folders', () => {
  test('are listed with opaque ids, ten a page, without hidden ones unless asked for', async () => {
    const pages = await graph.pages(`${FOLDERS}?$top=3`);
    const folders = pages.flatMap(({ value }) => value);
    expect(pages.map(({ value }) => value.length)).toEqual([3, 3, 2]);
    expect(folders.map(({ displayName }) => displayName)).toContain('Inbox');
    expect(folders.map(({ id }) => id)).not.toContain('inbox');
    expect(await names(`${FOLDERS}?includeHiddenFolders=true&$top=50`)).toContain('Sync Issues');
    expect(await names(`${FOLDERS}?$top=50`)).not.toContain('Calendar');
  });

  test('are created, also hidden and within others, found by id or name, and deleted', async () => {
    const { id } = await createFolder({ displayName: 'Quarantine', isHidden: true });
    expect(await names(`${FOLDERS}?$top=50`)).not.toContain('Quarantine');
    const hidden = `${FOLDERS}?includeHiddenFolders=true&$filter=displayName eq 'Quarantine'`;
    expect((await graph.page(hidden)).value).toMatchObject([{ id, isHidden: true }]);
    await send(`${FOLDERS}/${id}/childFolders`, { body: { displayName: 'Older' } });
    expect(await names(`${FOLDERS}/${id}/childFolders`)).toEqual(['Older']);
    const inbox = await graph.request(`${FOLDERS}/Inbox`);
    expect(await inbox.json()).toMatchObject({ displayName: 'Inbox', isHidden: false });
    expect(await remove(`${FOLDERS}/${id}`)).toBe(204);
    expect(await graph.failure(`${FOLDERS}/${id}`)).toEqual([404, 'ErrorItemNotFound']);
  });

  test.each<[string, string, RequestOptions, [number, string]]>([
    ['a name twice', '', { body: { displayName: 'inbox' } }, [409, 'ErrorFolderExists']],
    ['no name', '', { body: {} }, [400, 'Request_BadRequest']],
    ['a malformed id', '/quarantine', {}, [400, 'ErrorInvalidIdMalformed']],
    ['an unknown id', `/AAMk${'A'.repeat(76)}`, {}, [404, 'ErrorItemNotFound']],
    ['the inbox', '/inbox', { method: 'DELETE' }, [400, 'ErrorDeleteDistinguishedFolder']],
    ['an unknown property', '?$select=size', {}, [400, 'BadRequest']],
  ])('are refused with Exchange’s errors: %s', async (_, path, options, failure) => {
    expect(await graph.failure(`${FOLDERS}${path}`, options)).toEqual(failure);
  });
});

describe('messages', () => {
  test('are listed in the mailbox or a folder, filtered, sorted and counted', async () => {
    const all = await graph.page(`${MESSAGES}?$top=50&$count=true`);
    expect(all.value.length).toBeGreaterThan(2);
    expect(all['@odata.count']).toBe(all.value.length);
    const [first] = all.value;
    const wanted = `$filter=internetMessageId eq '${String(first?.['internetMessageId'])}'`;
    expect((await graph.page(`${MESSAGES}?${wanted}`)).value).toEqual([first]);
    const newest = await graph.page(`${MESSAGES}?$orderby=receivedDateTime desc&$top=50`);
    expect(newest.value.map(({ id }) => id)).toEqual(all.value.map(({ id }) => id).toReversed());
    expect((await graph.page(`${FOLDERS}/drafts/messages`)).value).toEqual([]);
    const selected = await graph.page(`${MESSAGES}?$select=subject&$top=1`);
    expect(Object.keys(selected.value[0] ?? {}).toSorted()).toEqual(['id', 'subject']);
  });

  test.each([
    [`$filter=shoes eq 'x'`, 'RequestBroker--ParseUri'],
    ['$filter=subject eq', 'RequestBroker--ParseUri'],
    ['$orderby=shoes', 'RequestBroker--ParseUri'],
    ['$top=many', 'RequestBroker--ParseUri'],
    ['$top=1001', 'RequestBroker--ParseUri'],
    ['$select=shoes', 'BadRequest'],
    [`$filter=isRead eq true&$orderby=receivedDateTime`, 'InefficientFilter'],
  ])('nonsense is refused: %s', async (query, code) => {
    expect(await graph.failure(`${MESSAGES}?${query}`)).toEqual([400, code]);
  });

  test('a moved message has a new id, and its old one is not found', async () => {
    const { id } = await createDraft('inbox');
    const body = { destinationId: 'junkemail' };
    const moved = await send(`${MESSAGES}/${id}/microsoft.graph.move`, { body });
    expect(moved.id).not.toBe(id);
    const junk = itemSchema.parse(await (await graph.request(`${FOLDERS}/junkemail`)).json());
    expect(moved.parentFolderId).toBe(junk.id);
    expect(await graph.failure(`${MESSAGES}/${id}`, READ)).toEqual([404, 'ErrorItemNotFound']);
    expect((await graph.request(`${MESSAGES}/${moved.id}`, READ)).status).toBe(200);
  });

  test('an immutable id survives a move, if every request prefers it', async () => {
    const { id } = await createDraft('inbox', IMMUTABLE);
    const body = { DestinationId: 'junkemail' };
    const moved = await graph.request(`${MESSAGES}/${id}/move`, { body, ...IMMUTABLE });
    expect(moved.headers.get('preference-applied')).toBe('IdType="ImmutableId"');
    expect(await moved.json()).toMatchObject({ id });
    expect((await graph.request(`${MESSAGES}/${id}`, { ...READ, ...IMMUTABLE })).status).toBe(200);
    expect(await graph.failure(`${MESSAGES}/${id}`, READ)).toEqual([404, 'ErrorItemNotFound']);
  });

  test('a move to a folder that does not exist is refused, and the message stays', async () => {
    const { id } = await createDraft('inbox');
    for (const [destinationId, failure] of [
      ['nowhere', [400, 'ErrorInvalidIdMalformed']],
      [`AAMk${'A'.repeat(76)}`, [404, 'ErrorItemNotFound']],
    ] as const)
      expect(await graph.failure(`${MESSAGES}/${id}/move`, { body: { destinationId } })).toEqual(
        failure,
      );
    expect((await graph.request(`${MESSAGES}/${id}`, READ)).status).toBe(200);
  });

  test('are copied, read as MIME, deleted to the bin and for good', async () => {
    const { id } = await createDraft('inbox');
    const copy = await send(`${MESSAGES}/${id}/copy`, { body: { destinationId: 'archive' } });
    const mime = await graph.request(`${MESSAGES}/${copy.id}/$value`, READ);
    expect(mime.headers.get('content-type')).toContain('text/plain');
    expect(await mime.text()).toMatch(/^From: .*\r\nSubject: A draft\r\n/);
    expect(await remove(`${MESSAGES}/${id}`)).toBe(204);
    const [binned] = (await graph.page(`${FOLDERS}/deleteditems/messages`)).value;
    expect(binned).toMatchObject({ subject: 'A draft' });
    expect(await remove(`${MESSAGES}/${binned?.id}`)).toBe(204);
    const purge = { body: {} };
    const purged = await graph.request(`${MESSAGES}/${copy.id}/permanentDelete`, purge);
    expect(purged.status).toBe(204);
    expect((await graph.page(`${FOLDERS}/deleteditems/messages`)).value).toEqual([]);
    expect((await graph.page(`${FOLDERS}/archive/messages`)).value).toEqual([]);
  });
});

describe('errors are Exchange’s, not the directory’s', () => {
  test('a token without roles, and one with others', async () => {
    for (const target of [MESSAGES, FOLDERS, `${ADMIN}/mailboxSettings`]) {
      const [status, code] = await graph.failure(target, { roles: 'none' });
      expect([status, code]).toEqual([401, 'NoPermissionsInAccessToken']);
      expect(await graph.failure(target, { roles: 'User.Read.All' })).toEqual([
        403,
        'ErrorAccessDenied',
      ]);
    }
  });

  test('reading does not allow writing, and writing does not allow reading one message', async () => {
    const { id } = await createDraft('inbox');
    const body = { destinationId: 'junkemail' };
    expect(await graph.failure(`${MESSAGES}/${id}/move`, { body, ...READ })).toEqual([
      403,
      'ErrorAccessDenied',
    ]);
    expect(await graph.failure(`${MESSAGES}/${id}`, { roles: 'Mail.ReadWrite' })).toEqual([
      403,
      'ErrorAccessDenied',
    ]);
  });

  test('an unknown user, one without a mailbox, and one whom an access policy protects', async () => {
    expect(await graph.failure('/users/nobody@contoso.example/messages')).toEqual([
      404,
      'ErrorInvalidUser',
    ]);
    const without = withMailbox((mailbox) => mailbox === null);
    expect(await graph.failure(`/users/${encodeURIComponent(without)}/mailFolders`)).toEqual([
      404,
      'MailboxNotEnabledForRESTAPI',
    ]);
    graph.tenant.faults.refusedMailboxes = ['ADMIN@contoso.example'];
    expect(await graph.failure(MESSAGES)).toEqual([403, 'ErrorAccessDenied']);
    expect(await graph.failure(`${ADMIN}/mailboxSettings`)).toEqual([403, 'ErrorAccessDenied']);
    const other = withMailbox((mailbox) => mailbox === 'user');
    const others = `/users/${encodeURIComponent(other)}/messages`;
    expect((await graph.request(others)).status).toBe(200);
    graph.tenant.faults.refusedMailboxes = ['*'];
    expect(await graph.failure(others)).toEqual([403, 'ErrorAccessDenied']);
  });
});

test('four requests at a time are answered for one mailbox, and others are not affected', async () => {
  graph.tenant.faults.latencyMs = 50;
  const five = Array.from({ length: 5 }, () => graph.request(MESSAGES));
  const other = withMailbox((mailbox) => mailbox === 'user');
  const answers = await Promise.all([
    ...five,
    graph.request('/users?$top=1'),
    graph.request(`/users/${encodeURIComponent(other)}/messages`),
  ]);
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 429, 200, 200]);
  expect(await answers[4]?.json()).toMatchObject({ error: { code: 'ApplicationThrottled' } });
  expect((await graph.request(MESSAGES)).status).toBe(200);
});

test('bodies are zipped for clients that ask for it', async () => {
  const { origin, close } = await listenTestGraph();
  try {
    const ask = (encoding: string) =>
      fetch(`${origin}/v1.0/users?$top=50`, {
        headers: { authorization: 'Bearer User.Read.All', 'accept-encoding': encoding },
      });
    const [zipped, plain] = [await ask('gzip, deflate'), await ask('identity')];
    expect(zipped.headers.get('content-encoding')).toBe('gzip');
    expect(plain.headers.get('content-encoding')).toBeNull();
    expect(await zipped.json()).toEqual(await plain.json());
  } finally {
    await close();
  }
});
