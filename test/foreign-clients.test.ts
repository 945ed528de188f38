/** Clients of other languages at the sandbox. What they cannot do there, the sandbox gets wrong. */
import { execFile } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { DEFAULT_REGISTRATIONS } from '../sandbox/registrations.ts';
import { listenSandbox, type ListeningSandbox } from '../sandbox/server.ts';
import { selfSigned } from './support/certificate.ts';
import { pythonWith } from './support/python.ts';

const CLIENTS = 'test/foreign-clients';
const USERS = 150;
const MAILBOX = 'admin@contoso.example';

let sandbox: ListeningSandbox;
let python: string;
let certificate: Awaited<ReturnType<typeof selfSigned>>;

const [exchange, graph] = DEFAULT_REGISTRATIONS;
if (!exchange || !graph) throw new Error('The sandbox has two registrations');

beforeAll(async () => {
  certificate = await selfSigned();
  const withCertificate = { ...graph, certificates: [certificate.certificatePem] };
  const registrations = [exchange, withCertificate];
  // MSAL for Python takes only HTTPS endpoints out of the discovery document.
  const origin = 'https://login.microsoftonline.com';
  sandbox = await listenSandbox({ port: 0, users: USERS, registrations, origin });
  python = await pythonWith(`${CLIENTS}/requirements.txt`);
  await grant(exchange.clientId, 'full_access_as_app');
  await grant(graph.clientId, 'User.Read.All');
});
afterAll(() => sandbox?.close());

const address = () => `http://127.0.0.1:${sandbox.port}`;

async function grant(clientId: string, role: string): Promise<void> {
  const response = await fetch(`${address()}/_sandbox/tenants/contoso.example/grants`, {
    method: 'POST',
    body: JSON.stringify({ clientId, roles: [role] }),
  });
  expect(response.status).toBe(201);
}

/** Runs a script with the options on its standard input, and reads its answer. */
async function runClient(script: string, options: object): Promise<unknown> {
  const tenantId = sandbox.tenants.find(({ displayName }) => displayName === 'Contoso')?.id;
  const running = promisify(execFile)(python, [`${CLIENTS}/${script}`]);
  running.child.stdin?.end(JSON.stringify({ origin: address(), tenantId, ...options }));
  return JSON.parse((await running).stdout);
}

test('MSAL for Python signs in by secret and certificate, and reads all users', async () => {
  const answer = await runClient('graph.py', {
    clientId: graph.clientId,
    secret: graph.secrets[0],
    ...certificate,
    thumbprint: new X509Certificate(certificate.certificatePem).fingerprint.replaceAll(':', ''),
  });
  const names = z.array(z.string());
  const { secret, certificate: signed } = z
    .object({ secret: names, certificate: names })
    .parse(answer);
  expect(new Set(secret).size).toBeGreaterThanOrEqual(USERS);
  expect(secret).toContain(MAILBOX);
  expect(signed).toEqual(secret);
});

test('exchangelib reads a mailbox, and moves a message to a folder that it makes', async () => {
  const answer = await runClient('mailbox.py', {
    clientId: exchange.clientId,
    secret: exchange.secrets[0],
    mailbox: MAILBOX,
  });
  const text = z.array(z.string());
  const found = z
    .object({
      inbox: z.number(),
      subjects: text,
      folders: text,
      quarantined: text,
      left: text,
      after: text,
    })
    .parse(answer);
  expect(found.inbox).toBeGreaterThan(0);
  expect(found.subjects).toHaveLength(found.inbox);
  expect(found.folders).toContain('Inbox');
  expect(found.quarantined).toEqual(['Canary']);
  expect(found.left).toEqual([]);
  expect(found.after).toEqual(found.folders);
});
