import { betterAuth } from 'better-auth';
import { organization } from 'better-auth/plugins/organization';
import type { Kysely } from 'kysely';
import {
  MAX_PASSWORD_LENGTH,
  MIN_PASSWORD_LENGTH,
  SESSION_IDLE_LIFETIME,
} from '../../domain/limits.ts';
import type { Database } from '../../store/schema.ts';
import { createHooks } from './hooks.ts';
import { withConsoleTables } from './tables.ts';
import { createKnownBrowsers } from './known-browser.ts';
import { accessControl, organizationRoles } from './roles.ts';
import { beginSession, extendSession } from './session-lifetime.ts';

const MINUTE = 60;

export interface AuthenticationOptions {
  readonly db: Kysely<Database>;
  /** The console's public origin, such as `https://console.example`. https makes the cookie Secure. */
  readonly origin: string;
  /** Signs the session cookie: at least 32 random characters, the same in every API process. */
  readonly secret: string;
  /** Other origins that may send requests, such as the console's development server. */
  readonly trustedOrigins?: readonly string[];
  /** Receives failures inside better-auth, for the log. Without it, they are not logged. */
  readonly onError?: (message: string) => void;
}

/** The header in which the outer app passes the client's address. It replaces whatever the client sent. */
export const CLIENT_ADDRESS_HEADER = 'x-provost-client-address';

/** better-auth for sign-in with e-mail address and password. Only an operator can add users. */
export function configureBetterAuth(options: AuthenticationOptions) {
  const browsers = createKnownBrowsers(options);
  return betterAuth({
    appName: 'Provost',
    baseURL: options.origin,
    basePath: '/api/auth',
    secret: options.secret,
    trustedOrigins: [...(options.trustedOrigins ?? [])],
    database: { db: withConsoleTables(options.db), type: 'postgres' },
    telemetry: { enabled: false },
    logger: loggerOf(options),
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      minPasswordLength: MIN_PASSWORD_LENGTH,
      maxPasswordLength: MAX_PASSWORD_LENGTH,
      requireEmailVerification: false,
    },
    user: { modelName: 'console_users' },
    account: { modelName: 'console_credentials' },
    verification: { modelName: 'console_verifications' },
    session: {
      modelName: 'console_sessions',
      expiresIn: SESSION_IDLE_LIFETIME / 1000,
      updateAge: 15 * MINUTE,
      // A cached copy would keep a session alive after it ended in the database.
      cookieCache: { enabled: false },
    },
    rateLimit: {
      enabled: true,
      storage: 'database',
      modelName: 'console_rate_limits',
      window: MINUTE,
      max: 300,
      customRules: {
        // A known browser may still try when others at its address have used up their attempts.
        '/sign-in/email': async (request) => ({
          window: MINUTE,
          max: (await browsers.sent(request)) ? 20 : 10,
        }),
        '/change-password': { window: MINUTE, max: 5 },
      },
    },
    advanced: {
      cookiePrefix: 'provost',
      // Our own migration creates the tables; a test compares them with what better-auth expects.
      database: { validateSchema: false },
      ipAddress: { ipAddressHeaders: [CLIENT_ADDRESS_HEADER] },
      // Explicit, because better-auth skips the check if NODE_ENV is "test".
      disableOriginCheck: false,
      disableCSRFCheck: false,
    },
    hooks: createHooks(options.db, browsers),
    databaseHooks: {
      session: {
        create: { before: beginSession(options.db) },
        update: { before: extendSession },
      },
    },
    plugins: [organizations()],
  });
}

const organizations = () =>
  organization({
    ac: accessControl,
    roles: organizationRoles,
    creatorRole: 'administrator',
    allowUserToCreateOrganization: false,
    disableOrganizationDeletion: true,
    schema: {
      organization: { modelName: 'organizations' },
      member: { modelName: 'organization_members' },
      invitation: { modelName: 'organization_invitations' },
    },
  });

function loggerOf({ onError }: AuthenticationOptions) {
  if (!onError) return { disabled: true };
  // Only the error's own message: PGlite's errors contain query parameters, including session tokens.
  const log = (_level: string, message: string, ...details: unknown[]) =>
    onError(
      [message, ...details.filter((d) => d instanceof Error).map((e) => e.message)].join(': '),
    );
  return { level: 'error' as const, log };
}
