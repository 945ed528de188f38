/** `npm run sandbox`: the standalone sandbox. */
import { X509Certificate } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { credentialsOf, NAMED_TENANTS } from './entra/people.ts';
import { listenSandbox } from './server.ts';
import type { AppRegistration, Tenant } from './model.ts';
import { DEFAULT_REGISTRATIONS } from './registrations.ts';

const argumentsSchema = z.object({
  port: z.coerce.number().int().min(0).max(65_535).default(4100),
  'smtp-port': z.coerce.number().int().min(0).max(65_535).default(0),
  users: z.coerce.number().int().min(1).max(1_000_000).default(1000),
  groups: z.coerce.number().int().min(8).max(100_000).optional(),
  memberships: z.coerce.number().int().min(0).max(10_000_000).optional(),
  sites: z.coerce.number().int().min(3).max(200_000).optional(),
  fleet: z.coerce.number().int().min(0).max(10_000).default(0),
  'fleet-users': z.coerce.number().int().min(1).max(100_000).default(100),
  seed: z.coerce.number().int().optional(),
  'state-file': z.string().optional(),
  origin: z
    .url({ protocol: /^https?$/, error: 'must begin with http:// or https://' })
    .transform((address) => new URL(address).origin)
    .optional(),
  certificate: z.array(z.string()).default([]),
});

function readArguments() {
  const { values } = parseArgs({
    options: {
      port: { type: 'string' },
      'smtp-port': { type: 'string' },
      users: { type: 'string' },
      groups: { type: 'string' },
      memberships: { type: 'string' },
      sites: { type: 'string' },
      fleet: { type: 'string' },
      'fleet-users': { type: 'string' },
      seed: { type: 'string' },
      'state-file': { type: 'string' },
      origin: { type: 'string' },
      certificate: { type: 'string', multiple: true },
    },
  });
  const parsed = argumentsSchema.safeParse(values);
  if (!parsed.success) throw new Error(z.prettifyError(parsed.error));
  return parsed.data;
}

const tenantLines = (tenant: Tenant): string[] => [
  '',
  `${tenant.displayName}  ${tenant.defaultDomain}  ${tenant.id}`,
  ...credentialsOf([tenant], tenant).map(
    ({ name, person }) => `  ${name.padEnd(32)} ${person.password}`,
  ),
];

const furtherTenants = (tenants: readonly Tenant[]): string[] => {
  const last = tenants.at(-1);
  if (!last) return [];
  return [
    '',
    `… and ${tenants.length} more, up to ${last.defaultDomain}. The control API lists them all.`,
  ];
};

const registrationLines = (registration: AppRegistration): string[] => {
  const { displayName, clientId, secrets, certificates } = registration;
  const signed = certificates.length > 0 ? ', or a certificate' : '';
  return [`  ${displayName.padEnd(34)} ${clientId}  ${secrets.join(', ')}${signed}`];
};

/** The default registrations with the certificates of `--certificate CLIENT_ID=FILE`. */
function registrationsWith(certificates: readonly string[]): AppRegistration[] {
  const added = certificates.map(readCertificate);
  const unknown = added.find(({ clientId }) => !DEFAULT_REGISTRATIONS.some(isOf(clientId)));
  if (unknown) throw new Error(`No application has the client id ${unknown.clientId}.`);
  return DEFAULT_REGISTRATIONS.map((registration) => ({
    ...registration,
    certificates: added
      .filter(({ clientId }) => isOf(clientId)(registration))
      .map(({ pem }) => pem),
  }));
}

const isOf = (clientId: string) => (registration: AppRegistration) =>
  registration.clientId === clientId;

function readCertificate(argument: string): { clientId: string; pem: string } {
  const [, clientId, file] = /^([^=]+)=(.+)$/.exec(argument) ?? [];
  if (clientId === undefined || file === undefined)
    throw new Error(`--certificate takes CLIENT_ID=FILE, not ${argument}.`);
  if (!existsSync(file)) throw new Error(`The certificate file ${file} does not exist.`);
  try {
    return { clientId, pem: new X509Certificate(readFileSync(file)).toString() };
  } catch (error) {
    throw new Error(`${file} is not a certificate that can be read.`, { cause: error });
  }
}

async function main(): Promise<void> {
  const {
    'state-file': stateFile,
    'smtp-port': smtpPort,
    certificate,
    ...options
  } = readArguments();
  const registrations = registrationsWith(certificate);
  const sandbox = await listenSandbox({ ...options, stateFile, smtpPort, registrations });
  const { origin, tenants, close } = sandbox;
  const lines = [
    `Microsoft 365 sandbox listening at ${origin}. This is not Microsoft: people, keys and data are fictitious.`,
    ...tenants.slice(0, NAMED_TENANTS).flatMap(tenantLines),
    ...furtherTenants(tenants.slice(NAMED_TENANTS)),
    '',
    'Applications (client id, secret)',
    ...registrations.flatMap(registrationLines),
    '',
    `Control: ${origin}/_sandbox/tenants`,
    `Mail server: smtp://127.0.0.1:${sandbox.smtpPort}, its mailbox: ${origin}/_sandbox/mail`,
  ];
  console.log(lines.join('\n'));
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void close());
}

try {
  await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
