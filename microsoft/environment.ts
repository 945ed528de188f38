/** Environment variables for calling Microsoft: cloud, origins and credentials. */
import { z } from 'zod';
import { ConfigurationError, configurationError } from '../domain/configuration.ts';
import { CLOUDS, CLOUD_NAMES, isSafeOrigin } from './clouds.ts';
import type { MicrosoftConfiguration, Registration } from './configuration.ts';
import { readCredential } from './credentials.ts';

export type { MicrosoftConfiguration } from './configuration.ts';

function isOrigin(value: string): boolean {
  if (!URL.canParse(value)) return false;
  const url = new URL(value);
  return url.origin === value.replace(/\/$/, '') && isSafeOrigin(url);
}

const origin = z
  .string()
  .refine(isOrigin, {
    error: 'must be an origin without a path: https://…, or http://… on loopback only.',
  })
  .transform((value) => new URL(value).origin)
  .optional();

const clientId = z.guid({
  error: 'must be the client id (a GUID) of the application registration.',
});
const text = z.string().optional();

/**
 * Spread its `shape` into the schema of a process. Credentials are checked separately by
 * {@link credentialProblems}, because a refined object cannot be extended.
 */
export const microsoftEnvironment = z.object({
  MICROSOFT_CLOUD: z
    .enum(CLOUD_NAMES, { error: `must be one of ${CLOUD_NAMES.join(', ')}.` })
    .default('global'),
  MICROSOFT_LOGIN_ORIGIN: origin,
  MICROSOFT_GRAPH_ORIGIN: origin,
  MICROSOFT_OUTLOOK_ORIGIN: origin,
  EXCHANGE_CLIENT_ID: clientId,
  EXCHANGE_CLIENT_SECRET: text,
  EXCHANGE_CERTIFICATE_FILE: text,
  EXCHANGE_PRIVATE_KEY_FILE: text,
  GRAPH_CLIENT_ID: clientId,
  GRAPH_CLIENT_SECRET: text,
  GRAPH_CERTIFICATE_FILE: text,
  GRAPH_PRIVATE_KEY_FILE: text,
});
export type MicrosoftEnvironment = z.infer<typeof microsoftEnvironment>;

/**
 * The problems of the credentials and their files, one per line. Passed to
 * `readConfiguration`, which reports them with all other problems.
 */
export function credentialProblems(env: NodeJS.ProcessEnv): string[] {
  const problems: string[] = [];
  for (const prefix of PREFIXES) credentialOf(env, prefix, problems);
  const [exchange, graph] = PREFIXES.map((prefix) => env[`${prefix}_CLIENT_ID`]?.toLowerCase());
  if (exchange !== undefined && exchange === graph) {
    problems.push(
      'GRAPH_CLIENT_ID: must differ from EXCHANGE_CLIENT_ID: each consent needs its own application registration.',
    );
  }
  return problems;
}

/**
 * Creates the configuration for `createIdentity`, `createGraph` and `createExchange`. Reads the certificate files.
 * @throws ConfigurationError that lists every missing, duplicate or unreadable credential.
 */
export function toMicrosoftConfiguration(env: MicrosoftEnvironment): MicrosoftConfiguration {
  const problems = credentialProblems(env);
  const exchange = registrationOf(env, 'EXCHANGE');
  const graph = registrationOf(env, 'GRAPH');
  if (problems.length > 0 || exchange === null || graph === null)
    throw configurationError(problems);
  const { MICROSOFT_CLOUD: cloud } = env;
  return { cloud, origins: originsOf(env), registrations: { exchange, graph } };
}

function originsOf(env: MicrosoftEnvironment): MicrosoftConfiguration['origins'] {
  const canonical = CLOUDS[env.MICROSOFT_CLOUD];
  return {
    login: env.MICROSOFT_LOGIN_ORIGIN ?? canonical.login,
    graph: env.MICROSOFT_GRAPH_ORIGIN ?? canonical.graph,
    outlook: env.MICROSOFT_OUTLOOK_ORIGIN ?? canonical.outlook,
  };
}

const PREFIXES = ['EXCHANGE', 'GRAPH'] as const;
type Prefix = (typeof PREFIXES)[number];

function registrationOf(env: MicrosoftEnvironment, prefix: Prefix): Registration | null {
  const credential = credentialOf(env, prefix, []);
  return credential && { clientId: env[`${prefix}_CLIENT_ID`], credential };
}

function credentialOf(
  env: NodeJS.ProcessEnv,
  prefix: Prefix,
  problems: string[],
): Registration['credential'] | null {
  try {
    return readCredential(prefix, {
      secret: env[`${prefix}_CLIENT_SECRET`],
      certificateFile: env[`${prefix}_CERTIFICATE_FILE`],
      privateKeyFile: env[`${prefix}_PRIVATE_KEY_FILE`],
    });
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    problems.push(error.message);
    return null;
  }
}
