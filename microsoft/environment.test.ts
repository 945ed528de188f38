import { createHash, generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { ConfigurationError, readConfiguration } from '../domain/configuration.ts';
import { CONSENT_KINDS, forEachConsent } from '../domain/consents.ts';
import { microsoftEnvironment, toMicrosoftConfiguration } from './environment.ts';
import { selfSigned } from '../test/support/certificate.ts';
import { guid } from './tenant.fixture.ts';

const SECRETS: Record<string, string> = Object.fromEntries(
  CONSENT_KINDS.flatMap((kind, index) => [
    [`${kind.toUpperCase()}_CLIENT_ID`, guid(index)],
    [`${kind.toUpperCase()}_CLIENT_SECRET`, `${kind}-secret`],
  ]),
);

const CAPITALS = 'ABCDEFAB-0000-4000-8000-000000000000';

function configure(environment: NodeJS.ProcessEnv) {
  return toMicrosoftConfiguration(readConfiguration(microsoftEnvironment, environment));
}

function problemsOf(environment: NodeJS.ProcessEnv): string {
  try {
    configure(environment);
  } catch (error) {
    if (error instanceof ConfigurationError) return error.message;
    throw error;
  }
  return '';
}

function folderWith(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'provost-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return folder;
}

test("calls Microsoft's own origins by default", () => {
  const { cloud, origins } = configure(SECRETS);
  expect(cloud).toBe('global');
  expect(origins).toEqual({
    login: 'https://login.microsoftonline.com',
    graph: 'https://graph.microsoft.com',
    outlook: 'https://outlook.office365.com',
  });
  expect(configure({ ...SECRETS, MICROSOFT_CLOUD: 'china' }).origins.graph).toBe(
    'https://microsoftgraph.chinacloudapi.cn',
  );
  expect(
    configure({ ...SECRETS, MICROSOFT_GRAPH_ORIGIN: 'http://127.0.0.1:4100/' }).origins.graph,
  ).toBe('http://127.0.0.1:4100');
});

test.each([
  'http://graph.example',
  'http://127.0.0.1.example',
  'https://graph.example/v1.0',
  'https://user@graph.example',
  'https://graph.example?x',
  'ftp://127.0.0.1',
  'graph.example',
])('refuses %s as an origin', (origin) => {
  expect(problemsOf({ ...SECRETS, MICROSOFT_GRAPH_ORIGIN: origin })).toContain(
    'MICROSOFT_GRAPH_ORIGIN: must be an origin without a path',
  );
});

test.each<[string, NodeJS.ProcessEnv, string]>([
  ['no credential', { GRAPH_CLIENT_SECRET: '' }, 'GRAPH_CLIENT_SECRET: a credential is missing'],
  [
    'two credentials',
    { GRAPH_CERTIFICATE_FILE: '/c.pem', GRAPH_PRIVATE_KEY_FILE: '/k.pem' },
    'GRAPH_CLIENT_SECRET: give either a secret or a certificate, not both',
  ],
  [
    'half a certificate',
    { GRAPH_CLIENT_SECRET: '', GRAPH_CERTIFICATE_FILE: '/c.pem' },
    'GRAPH_PRIVATE_KEY_FILE: set both the certificate file and its private key file',
  ],
  [
    'a missing file',
    { GRAPH_CLIENT_SECRET: '', GRAPH_CERTIFICATE_FILE: '/no/c', GRAPH_PRIVATE_KEY_FILE: '/no/k' },
    'GRAPH_CERTIFICATE_FILE: the file cannot be read',
  ],
  [
    'the same registration for two consents',
    { GRAPH_CLIENT_ID: SECRETS['EXCHANGE_CLIENT_ID'] },
    'GRAPH_CLIENT_ID: must differ from EXCHANGE_CLIENT_ID',
  ],
  [
    'the same registration for two services',
    { ONEDRIVE_CLIENT_ID: guid(2) },
    'ONEDRIVE_CLIENT_ID: must differ from SHAREPOINT_CLIENT_ID',
  ],
  [
    'the same registration in capital letters',
    { SHAREPOINT_CLIENT_ID: CAPITALS, ONEDRIVE_CLIENT_ID: CAPITALS.toLowerCase() },
    'ONEDRIVE_CLIENT_ID: must differ from SHAREPOINT_CLIENT_ID',
  ],
  ['an invalid client id', { GRAPH_CLIENT_ID: 'app' }, 'GRAPH_CLIENT_ID: must be the client id'],
])('reports %s', (_, change, sentence) => {
  expect(problemsOf({ ...SECRETS, ...change })).toContain(sentence);
});

test('lists the problems of all registrations, without secrets', () => {
  const problems = problemsOf({
    ...SECRETS,
    EXCHANGE_CLIENT_SECRET: '',
    GRAPH_CERTIFICATE_FILE: '/c.pem',
    ONEDRIVE_CLIENT_SECRET: '',
  });
  expect(problems.split('\n')).toHaveLength(4);
  expect(problems).not.toContain('graph-secret');
});

test("sites are below the cloud's own domain by default", () => {
  expect(configure(SECRETS).sharePointDomain).toBe('sharepoint.com');
  expect(configure({ ...SECRETS, MICROSOFT_CLOUD: 'china' }).sharePointDomain).toBe(
    'sharepoint.cn',
  );
  const other = { ...SECRETS, MICROSOFT_SHAREPOINT_DOMAIN: 'sharepoint.example' };
  expect(configure(other).sharePointDomain).toBe('sharepoint.example');
  const wrong = { ...SECRETS, MICROSOFT_SHAREPOINT_DOMAIN: 'https://sharepoint.example' };
  expect(problemsOf(wrong)).toContain('MICROSOFT_SHAREPOINT_DOMAIN: must be a domain');
});

test('reads a registration for each consent', () => {
  expect(configure(SECRETS).registrations).toEqual(
    forEachConsent((kind) => ({
      clientId: SECRETS[`${kind.toUpperCase()}_CLIENT_ID`],
      credential: { secret: `${kind}-secret` },
    })),
  );
});

test('reads a certificate, with its thumbprint and expiry', async () => {
  const { certificatePem, privateKeyPem } = await selfSigned();
  const folder = folderWith({ 'c.pem': certificatePem, 'k.pem': privateKeyPem });
  const { registrations } = configure({
    ...SECRETS,
    GRAPH_CLIENT_SECRET: '',
    GRAPH_CERTIFICATE_FILE: join(folder, 'c.pem'),
    GRAPH_PRIVATE_KEY_FILE: join(folder, 'k.pem'),
  });
  const der = Buffer.from(certificatePem.replaceAll(/-----.*-----|\s/g, ''), 'base64');
  expect(registrations.graph.credential).toEqual({
    certificatePem,
    privateKeyPem,
    thumbprintSha256: createHash('sha256').update(der).digest('hex'),
    expiresAt: '2045-01-01T00:00:00.000Z',
  });
});

const { certificatePem: CERTIFICATE, privateKeyPem: KEY } = await selfSigned();

test.each<[string, string, string, string]>([
  ['another key', CERTIFICATE, (await selfSigned()).privateKeyPem, 'is not the private key of'],
  ['no certificate', 'text', KEY, 'the file does not contain a PEM certificate'],
  ['no key', CERTIFICATE, 'text', 'the file does not contain an unencrypted PEM private key'],
  [
    'a key that Entra does not accept',
    CERTIFICATE,
    generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    'only RSA keys',
  ],
])('refuses a certificate with %s', (_, certificate, key, sentence) => {
  const folder = folderWith({ 'c.pem': certificate, 'k.pem': key });
  const problems = problemsOf({
    ...SECRETS,
    GRAPH_CLIENT_SECRET: '',
    GRAPH_CERTIFICATE_FILE: join(folder, 'c.pem'),
    GRAPH_PRIVATE_KEY_FILE: join(folder, 'k.pem'),
  });
  expect(problems).toContain(sentence);
  expect(problems).not.toContain(folder);
});
