/** The receivers in docs/webhooks.md, run as they stand there. */
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createWebhookSender } from '../delivery/sender.ts';
import { createSigningKey, signatureOf } from '../delivery/signing-keys.ts';
import { exampleEvent, type WebhookAlgorithm, webhookBodyOf } from '../domain/webhooks.ts';
import { waitFor } from './support/wait.ts';

const run = promisify(execFile);
let folder: string;
let page: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'provost-receivers-'));
  page = await readFile('docs/webhooks.md', 'utf8');
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const freePort = async (): Promise<number> => {
  const server = createServer();
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => void server.close(resolve));
  return port;
};

/** The only program in this language. */
function programIn(language: string): string {
  const programs = [...page.matchAll(new RegExp(`\`\`\`${language}\\n(.*?)\`\`\``, 'gs'))];
  expect(programs).toHaveLength(1);
  return programs[0]?.[1] ?? '';
}

interface Receiver {
  readonly language: string;
  readonly file: string;
  readonly needs: readonly string[];
  readonly algorithms: readonly WebhookAlgorithm[];
  readonly start: (file: string) => Promise<readonly string[]>;
}

const RECEIVERS: readonly Receiver[] = [
  {
    language: 'js',
    file: 'receiver.mjs',
    needs: [process.execPath, '--version'],
    algorithms: ['hmac', 'ed25519'],
    start: async (file) => [process.execPath, file],
  },
  {
    language: 'python',
    file: 'receiver.py',
    needs: ['python3', '--version'],
    algorithms: ['hmac'],
    start: async (file) => ['python3', file],
  },
  {
    language: 'go',
    file: 'receiver.go',
    needs: ['go', 'version'],
    algorithms: ['hmac', 'ed25519'],
    async start(file) {
      const executable = join(folder, 'receiver');
      await run('go', ['build', '-o', executable, file], { cwd: folder });
      return [executable];
    },
  },
];

const isHere = ([command = '', ...flags]: readonly string[]): Promise<boolean> =>
  run(command, flags).then(
    () => true,
    () => false,
  );

describe.each(RECEIVERS)(
  'the receiver in $language',
  ({ language, file, needs, algorithms, start }) => {
    test.for(algorithms)(
      'accepts what is signed by %s, and nothing else',
      async (algorithm, context) => {
        if (!(await isHere(needs))) context.skip(`${needs[0]} is not here`);
        const path = join(folder, file);
        await writeFile(path, programIn(language));
        const [command = '', ...flags] = await start(path);
        const { key, publicKey } = createSigningKey(algorithm);
        const port = await freePort();
        const environment = {
          ...process.env,
          PORT: String(port),
          WEBHOOK_SECRET: publicKey ?? key,
        };
        const receiver = spawn(command, flags, { env: environment, stdio: 'ignore' });
        try {
          await listening(receiver, port);
          const event = exampleEvent('account.protected', 'contoso', new Date().toISOString());
          const message = {
            url: `http://127.0.0.1:${port}/`,
            id: randomUUID(),
            timestamp: new Date(),
            body: JSON.stringify(webhookBodyOf(event)),
            keys: [key],
          };
          const { send } = createWebhookSender({ allowLoopback: true });
          expect(await send(message)).toMatchObject({ failure: null, status: 204 });
          // During a rotation the key that the receiver knows is one of two.
          const other = createSigningKey(algorithm).key;
          expect(await send({ ...message, keys: [other, key] })).toMatchObject({ status: 204 });

          expect(await send({ ...message, keys: [other] })).toMatchObject({ status: 401 });
          const old = new Date(Date.now() - 600_000);
          expect(await send({ ...message, timestamp: old })).toMatchObject({ status: 401 });
          const signature = signatureOf(key, message);
          const forged = await fetch(message.url, {
            method: 'POST',
            body: message.body.replace('contoso', 'fabrikam'),
            headers: {
              'webhook-id': message.id,
              'webhook-timestamp': String(Math.floor(message.timestamp.getTime() / 1000)),
              'webhook-signature': signature,
            },
          });
          expect(forged.status).toBe(401);
          const unsigned = await fetch(message.url, { method: 'POST', body: message.body });
          expect(unsigned.status).toBe(401);
        } finally {
          receiver.kill();
        }
      },
    );
  },
);

async function listening(receiver: ChildProcess, port: number): Promise<void> {
  await waitFor('the receiver listens', { seen: () => receiver.exitCode }, () =>
    fetch(`http://127.0.0.1:${port}/`, { method: 'POST' }).then(
      () => true,
      () => false,
    ),
  );
}
