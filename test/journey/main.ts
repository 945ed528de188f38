/** `npm run journey`: the main job on a new stack, or on a running one (`--url`). */
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { DEMO_ADMINISTRATOR } from '../../api/authentication/seeds.ts';
import { METHODS } from '../../domain/account.ts';
import { SERVICE_IDS } from '../../domain/services/services.ts';
import { SANDBOX_TENANTS } from '../support/administrator.ts';
import { readingArguments, shownFailure } from '../support/arguments.ts';
import { startStack } from '../support/stack.ts';
import { walkJourney } from './journey.ts';

const argumentsSchema = z.object({
  json: z.boolean().default(false),
  url: z.url().optional(),
  users: z.coerce.number().int().min(10).max(1_000_000).default(1000),
  method: z.enum(METHODS).default('all'),
  tenant: z.enum(SANDBOX_TENANTS).default('contoso'),
  service: z.enum(SERVICE_IDS).default('exchange-online'),
});

function readArguments() {
  const { values } = parseArgs({
    options: {
      json: { type: 'boolean' },
      url: { type: 'string' },
      users: { type: 'string' },
      method: { type: 'string' },
      tenant: { type: 'string' },
      service: { type: 'string' },
    },
  });
  return argumentsSchema.parse(values);
}

async function main(): Promise<void> {
  const { json, url, users, method, tenant, service } = readingArguments(readArguments);
  const stack = url ? null : await startStack({ users });
  const origin = url ? new URL(url).origin : (stack?.origin ?? '');
  try {
    const step = (name: string) => void process.stderr.write(`${name}\n`);
    const result = await walkJourney({
      origin,
      credentials: DEMO_ADMINISTRATOR,
      method,
      tenant,
      service,
      step,
    });
    console.log(json ? JSON.stringify(result) : sentence(result));
  } finally {
    await stack?.close();
  }
}

function sentence({
  notification,
  users,
  mailboxes,
  groups,
  sites,
  seconds,
}: Awaited<ReturnType<typeof walkJourney>>) {
  const copied =
    users > 0 ? `${mailboxes} mailboxes of ${users} users, and ${groups} groups` : `${sites} sites`;
  return `${notification} ${copied}, in ${seconds} s.`;
}

main()
  .then(() => process.exit(0))
  .catch((error: unknown) => {
    const message = error instanceof Error ? error.message : String(error);
    console.error(shownFailure(error));
    console.log(JSON.stringify({ ok: false, error: message }));
    process.exit(1);
  });
