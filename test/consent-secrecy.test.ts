/** A complete provisioning leaves no secret in the workflow history or in the database. */
import { sql } from 'kysely';
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { DEMO_PASSWORD } from '../api/authentication/demo-password.ts';
import { CONSENT_KINDS } from '../domain/consents.ts';
import { workflowIdOf } from '../temporal/names.ts';
import { consentAtMicrosoft, CONTOSO_ADMINISTRATOR } from './support/administrator.ts';
import {
  beginProvisioning,
  clickAndSignIn,
  completeConsents,
  CONTOSO_USER,
  type ConsoleSession,
} from './support/console-session.ts';
import { type PostgresStack, startPostgresStack } from './support/postgres-stack.ts';

let postgres: PostgresStack;
beforeAll(async () => {
  postgres = await startPostgresStack({ users: 50 });
});
afterAll(() => postgres.close());

/** The first parts of a compact JWS or JWE (RFC 7515, RFC 7516). */
const TOKEN = /eyJ[\w-]*\.[\w-]*\.[\w-]*/g;
const SECRET_PARAMETERS = ['code', 'state', 'nonce'];

test('neither history nor database contains a secret, and the history no e-mail address', async () => {
  const session = await beginProvisioning(postgres.stack);
  const { attemptId } = await clickAndSignIn(session, 'exchange', CONTOSO_USER);
  const { signInAddress } = await session.client.consent('exchange');
  await consentAtMicrosoft(session.browser, signInAddress, CONTOSO_ADMINISTRATOR, 'decline');
  await completeConsents(session);
  await session.client.submit({ method: 'all' });
  await session.client.follow(
    ({ account, notifications }) =>
      account?.state === 'protected' &&
      notifications.notifications.some(({ kind }) => kind === 'protected'),
  );
  const history = await wholeHistory();
  const database = await wholeDatabase();
  // Proves that both were read, including payloads.
  expect(history).toContain(attemptId);
  expect(database).toContain(attemptId);
  expect(database).toContain(CONTOSO_ADMINISTRATOR.email);

  const secrets = [
    ...secretsInAddresses(session),
    ...(await installationSecrets()),
    DEMO_PASSWORD,
    ...passwords,
  ];
  expect(secrets.length).toBeGreaterThan(20);
  for (const text of [history, database]) {
    expect(text.match(TOKEN)).toBeNull();
    expect(text.match(/PRIVATE KEY/)).toBeNull();
    expect(secrets.filter((secret) => text.includes(secret))).toEqual([]);
    expect(verifiersIn(text, challenges(session))).toEqual([]);
  }
  expect(history.match(/[\w.+#-]+@[\w.-]+\.[a-z]{2,}/gi)).toBeNull();
});

const passwords = [CONTOSO_ADMINISTRATOR.password, CONTOSO_USER.password];

/** Every string of the history with payloads decoded, except the identities of processes. */
async function wholeHistory(): Promise<string> {
  const handle = postgres.temporal.workflow.getHandle(workflowIdOf('exchange-online', 'contoso'));
  return [...stringsOf(await handle.fetchHistory())].join('\n');
}

function* stringsOf(value: unknown): Generator<string> {
  if (typeof value === 'string') yield value;
  else if (value instanceof Uint8Array) yield Buffer.from(value).toString('utf8');
  else if (typeof value === 'object' && value !== null) {
    for (const [name, inner] of Object.entries(value)) {
      if (name !== 'identity') yield* stringsOf(inner);
    }
  }
}

async function wholeDatabase(): Promise<string> {
  const tables = await sql<{ name: string }>`
    select table_name as name from information_schema.tables where table_schema = 'public'
  `.execute(postgres.db);
  expect(tables.rows.length).toBeGreaterThan(15);
  const dumps = tables.rows.map(async ({ name }) => {
    const query = sql<{
      row: string;
    }>`select row_to_json(t)::text as row from ${sql.table(name)} t`;
    return (await query.execute(postgres.db)).rows.map(({ row }) => row);
  });
  return (await Promise.all(dumps)).flat().join('\n');
}

/** The secrets in the addresses that the browser visited. */
function secretsInAddresses({ browser }: ConsoleSession): string[] {
  const values = browser.visited.flatMap(({ searchParams }) =>
    SECRET_PARAMETERS.flatMap((name) => searchParams.getAll(name)),
  );
  return [...new Set(values)].filter((value) => value.length > 20);
}

const challenges = ({ browser }: ConsoleSession): ReadonlySet<string> =>
  new Set(browser.visited.flatMap((url) => url.searchParams.getAll('code_challenge')));

/** The PKCE verifiers in the text that belong to one of the challenges (RFC 7636, S256). */
function verifiersIn(text: string, wanted: ReadonlySet<string>): string[] {
  expect(wanted.size).toBeGreaterThan(3);
  const runs = text.match(/[\w-]{43,}/g) ?? [];
  return runs
    .flatMap((run) => Array.from({ length: run.length - 42 }, (_, at) => run.slice(at, at + 43)))
    .filter((word) => wanted.has(createHash('sha256').update(word).digest('base64url')));
}

/** The secrets of the installation itself. */
async function installationSecrets(): Promise<string[]> {
  const { folder } = postgres.stack;
  const keyOf = async (kind: string) => {
    const file = await readFile(join(folder, `${kind}-certificate.json`), 'utf8');
    const { privateKeyPem } = z.object({ privateKeyPem: z.string() }).parse(JSON.parse(file));
    return privateKeyPem.split('\n')[1] ?? '';
  };
  const keys = await Promise.all(CONSENT_KINDS.map(keyOf));
  return [...keys, (await readFile(join(folder, 'secret'), 'utf8')).trim()];
}
