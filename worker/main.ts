/** Runs the worker as its own process. Any number of them may run. */
import pino from 'pino';
import { z } from 'zod';
import { DefaultLogger, Runtime } from '@temporalio/worker';
import { secretEnvironment } from '../delivery/environment.ts';
import { ConfigurationError, readConfiguration } from '../domain/configuration.ts';
import {
  HEALTH_INTERVAL,
  MAX_HEALTH_INTERVAL,
  MIN_HEALTH_INTERVAL,
  REMOVAL_GUARD_SHARE,
} from '../domain/limits.ts';
import {
  mailEnvironment,
  mailLinkEnvironment,
  mailProblems,
  toMailOptions,
} from '../mail/environment.ts';
import {
  credentialProblems,
  microsoftEnvironment,
  toMicrosoftConfiguration,
} from '../microsoft/environment.ts';
import { openDatabase } from '../store/database.ts';
import { storeEnvironment } from '../store/environment.ts';
import { connectClient, connectWorker } from '../temporal/connection.ts';
import { createOutgoing } from '../temporal/outgoing.ts';
import { temporalEnvironment } from '../temporal/environment.ts';
import { workflowBundle } from './bundle.ts';
import { composeActivities } from './compose.ts';
import { serveHealth } from './health.ts';
import { createWorker, DEFAULT_SYNCHRONIZATIONS } from './worker.ts';

const MINUTE = 60_000;

const schema = z.object({
  WORKER_HEALTH_PORT: z.coerce.number().int().min(0).max(65_535).default(3001),
  /** Maximum number of concurrent long reads. */
  WORKER_SYNCHRONIZATIONS: z.coerce
    .number({ error: 'must be a whole number' })
    .int()
    .min(1)
    .max(1000)
    .default(DEFAULT_SYNCHRONIZATIONS),
  /** How often each account is checked while it is protected. */
  HEALTH_CHECK_MINUTES: z.coerce
    .number({ error: 'must be a number of minutes' })
    .min(MIN_HEALTH_INTERVAL / MINUTE)
    .max(MAX_HEALTH_INTERVAL / MINUTE)
    .default(HEALTH_INTERVAL / MINUTE),
  /** Share of a directory that a synchronization may remove without an administrator's approval. */
  REMOVAL_GUARD_PERCENT: z.coerce
    .number({ error: 'must be a number' })
    .min(0)
    .max(100)
    .default(REMOVAL_GUARD_SHARE * 100),
  ...secretEnvironment.shape,
  ...storeEnvironment.shape,
  ...temporalEnvironment.shape,
  ...microsoftEnvironment.shape,
  ...mailEnvironment.shape,
  ...mailLinkEnvironment.shape,
});
const log = pino({ name: 'worker' });

async function main(): Promise<void> {
  const env = readConfiguration(schema, process.env, (given) => [
    ...credentialProblems(given),
    ...mailProblems(given, ['MAIL_FROM', 'PROVOST_ORIGIN']),
  ]);
  const microsoft = toMicrosoftConfiguration(env);
  Runtime.install({
    logger: new DefaultLogger('WARN', ({ level, message, meta }) =>
      log.warn({ level, meta }, message),
    ),
    shutdownSignals: ['SIGTERM', 'SIGINT'],
  });
  const database = await openDatabase({ databaseUrl: env.DATABASE_URL });
  const location = { address: env.TEMPORAL_ADDRESS, namespace: env.TEMPORAL_NAMESPACE };
  const connection = await connectWorker(location);
  const client = connectClient(location);
  const worker = await createWorker({
    connection,
    namespace: location.namespace,
    activities: composeActivities(database, microsoft, {
      outgoing: createOutgoing(client),
      alertOperators: ({ sentence, ...alert }) => log.error({ alert }, sentence),
      healthInterval: env.HEALTH_CHECK_MINUTES * MINUTE,
      secret: env.PROVOST_SECRET,
      mail: toMailOptions(env),
      removalGuardShare: env.REMOVAL_GUARD_PERCENT / 100,
    }),
    workflowBundle: await workflowBundle(),
    synchronizations: env.WORKER_SYNCHRONIZATIONS,
  });
  const health = await serveHealth(env.WORKER_HEALTH_PORT, () => worker.getState());
  log.info('polling');
  await worker.run();
  health.close();
  await client.connection.close();
  await connection.close();
  await database.close();
}

main().catch((error: unknown) => {
  if (error instanceof ConfigurationError) process.stderr.write(`${error.message}\n`);
  else log.fatal(error, 'worker failed');
  process.exit(1);
});
