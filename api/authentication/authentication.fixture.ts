import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDatabase } from '../../store/database.ts';
import { migrate } from '../../store/migrate.ts';
import { type Authentication, CLIENT_ADDRESS_HEADER } from './authentication.ts';
import { DEMO_PASSWORD } from './seeds.ts';

export const ORIGIN = 'http://console.example';
export const SECRET = 'w8Zr2kQv0pYt5uJx9aLm4nBc7dEf1gHi';

/** A migrated database of its own, which `close` deletes. */
export async function openTestDatabase() {
  const folder = await mkdtemp(join(tmpdir(), 'provost-authentication-'));
  const connection = await openDatabase({ folder });
  await migrate(connection.db);
  return {
    db: connection.db,
    async close() {
      await connection.close();
      await rm(folder, { recursive: true });
    },
  };
}

let addresses = 0;
/** A client address that no test has used, so that tests do not use up each other's attempts. */
export const newAddress = (): string => `198.51.100.${++addresses}`;

/** What a page of the console sends, as the outer app hands it on. */
export function requestOf(
  path: string,
  { body, cookie = '', headers = {}, origin = ORIGIN }: RequestOptions = {},
): Request {
  return new Request(`${origin}/api/auth${path}`, {
    method: body === undefined ? 'GET' : 'POST',
    body: body === undefined ? null : JSON.stringify(body),
    headers: {
      origin,
      [CLIENT_ADDRESS_HEADER]: newAddress(),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(cookie && { cookie }),
      ...headers,
    },
  });
}

interface RequestOptions {
  body?: unknown;
  cookie?: string;
  headers?: Record<string, string>;
  origin?: string;
}

/** The `Cookie` header that a browser sends after this answer. */
export const cookieOf = (response: Response): string =>
  response.headers
    .getSetCookie()
    .map((cookie) => cookie.split(';')[0])
    .join('; ');

/** Signs a person of the demonstration in. */
export async function signIn(
  authentication: Pick<Authentication, 'handler'>,
  email: string,
  options: { password?: string; cookie?: string; headers?: Record<string, string> } = {},
): Promise<Response> {
  const { password = DEMO_PASSWORD, ...rest } = options;
  return authentication.handler(
    requestOf('/sign-in/email', { body: { email, password }, ...rest }),
  );
}
