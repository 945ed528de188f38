/** Environment variables for calling Microsoft: cloud, origins and credentials. */
import { z } from 'zod';
import { ConfigurationError, configurationError } from '../domain/configuration.ts';
import { CONSENT_KINDS, type ConsentKind, forEachConsent } from '../domain/consents.ts';
import { CLOUDS, CLOUD_NAMES, isSafeOrigin, SHAREPOINT_DOMAINS } from './clouds.ts';
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

const domain = z
  .string()
  .regex(/^([a-z\d-]+\.)+[a-z]+$/, 'must be a domain, such as sharepoint.com.')
  .optional();

const clientId = z.guid({
  error: 'must be the client id (a GUID) of the application registration.',
});
const text = z.string().optional();
const date = z.iso
  .date({ error: 'must be the date on which the secret ends, such as 2027-11-30.' })
  .optional();

/** Each consent's variables begin with its id. */
type Prefix = Uppercase<ConsentKind>;
const prefixOf = (kind: ConsentKind) => kind.toUpperCase() as Prefix;

type RegistrationSettings = Record<`${Prefix}_CLIENT_ID`, typeof clientId> &
  Record<`${Prefix}_${'CLIENT_SECRET' | 'CERTIFICATE_FILE' | 'PRIVATE_KEY_FILE'}`, typeof text> &
  Record<`${Prefix}_CLIENT_SECRET_EXPIRES`, typeof date>;

const registrationSettings = () =>
  Object.fromEntries(
    CONSENT_KINDS.map(prefixOf).flatMap((prefix) => [
      [`${prefix}_CLIENT_ID`, clientId],
      [`${prefix}_CLIENT_SECRET`, text],
      [`${prefix}_CLIENT_SECRET_EXPIRES`, date],
      [`${prefix}_CERTIFICATE_FILE`, text],
      [`${prefix}_PRIVATE_KEY_FILE`, text],
    ]),
  ) as RegistrationSettings;

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
  MICROSOFT_SHAREPOINT_DOMAIN: domain,
  ...registrationSettings(),
});
export type MicrosoftEnvironment = z.infer<typeof microsoftEnvironment>;

/**
 * The problems of the credentials and their files, one per line. Passed to
 * `readConfiguration`, which reports them with all other problems.
 */
export function credentialProblems(env: NodeJS.ProcessEnv): string[] {
  const problems: string[] = [];
  const registered = new Map<string, string>();
  for (const prefix of CONSENT_KINDS.map(prefixOf)) {
    checkCredential(env, prefix, problems);
    const name = `${prefix}_CLIENT_ID`;
    const id = env[name]?.toLowerCase();
    if (!id) continue;
    const other = registered.get(id);
    if (other === undefined) registered.set(id, name);
    else
      problems.push(
        `${name}: must differ from ${other}: each consent needs its own application registration.`,
      );
  }
  return problems;
}

/**
 * Creates the configuration for `createIdentity`, `createGraphs` and `createExchange`. Reads the certificate files.
 * @throws ConfigurationError that lists every missing, duplicate or unreadable credential.
 */
export function toMicrosoftConfiguration(env: MicrosoftEnvironment): MicrosoftConfiguration {
  const problems = credentialProblems(env);
  if (problems.length > 0) throw configurationError(problems);
  const { MICROSOFT_CLOUD: cloud } = env;
  const registrations = forEachConsent((kind) => registrationOf(env, prefixOf(kind)));
  const sharePointDomain = env.MICROSOFT_SHAREPOINT_DOMAIN ?? SHAREPOINT_DOMAINS[cloud];
  return { cloud, origins: originsOf(env), sharePointDomain, registrations };
}

function originsOf(env: MicrosoftEnvironment): MicrosoftConfiguration['origins'] {
  const canonical = CLOUDS[env.MICROSOFT_CLOUD];
  return {
    login: env.MICROSOFT_LOGIN_ORIGIN ?? canonical.login,
    graph: env.MICROSOFT_GRAPH_ORIGIN ?? canonical.graph,
    outlook: env.MICROSOFT_OUTLOOK_ORIGIN ?? canonical.outlook,
  };
}

/** @throws ConfigurationError */
const registrationOf = (env: MicrosoftEnvironment, prefix: Prefix): Registration => ({
  clientId: env[`${prefix}_CLIENT_ID`],
  credential: readCredential(prefix, credentialSettingsOf(env, prefix)),
});

const credentialSettingsOf = (env: NodeJS.ProcessEnv, prefix: Prefix) => ({
  secret: env[`${prefix}_CLIENT_SECRET`],
  secretExpires: env[`${prefix}_CLIENT_SECRET_EXPIRES`],
  certificateFile: env[`${prefix}_CERTIFICATE_FILE`],
  privateKeyFile: env[`${prefix}_PRIVATE_KEY_FILE`],
});

/** Adds what is wrong with a credential to `problems`. */
function checkCredential(env: NodeJS.ProcessEnv, prefix: Prefix, problems: string[]): void {
  try {
    readCredential(prefix, credentialSettingsOf(env, prefix));
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    problems.push(error.message);
  }
}
