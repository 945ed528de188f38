import { DATABASES } from '../../store/store.fixture.ts';
import {
  type Authentication,
  CLIENT_ADDRESS_HEADER,
  createAuthentication,
} from './authentication.ts';
import { DEMO_PASSWORD } from './demo-password.ts';
import { seedDemo } from './seeds.ts';

export const ORIGIN = 'http://console.example';
export const SECRET = 'w8Zr2kQv0pYt5uJx9aLm4nBc7dEf1gHi';

/** A new migrated database. `close` deletes it. */
export async function openTestDatabase() {
  const { connection, close } = await DATABASES['PGlite']!();
  return { db: connection.db, close };
}

/** A database with the demo's users, and the product's sign-in on it. */
export async function openDemoAuthentication() {
  const database = await openTestDatabase();
  await seedDemo(database.db);
  const options = { db: database.db, origin: ORIGIN, secret: SECRET };
  return { database, authentication: createAuthentication(options) };
}

let addresses = 0;
/** An unused client address, because sign-in attempts are limited per address. */
export const newAddress = (): string => `198.51.100.${++addresses}`;

/** A request from the console, as the outer app passes it on. */
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

/** The `Cookie` header that a browser sends after this response. */
export const cookieOf = (response: Response): string =>
  response.headers
    .getSetCookie()
    .map((cookie) => cookie.split(';')[0])
    .join('; ');

/** Signs in a demo user. */
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
