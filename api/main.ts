/** The API as its own process. */
import { join } from 'node:path';
import pino from 'pino';
import { z } from 'zod';
import { ConfigurationError, readConfiguration } from '../domain/configuration.ts';
import { mailEnvironment, mailProblems, toMailServer } from '../mail/environment.ts';
import {
  credentialProblems,
  microsoftEnvironment,
  toMicrosoftConfiguration,
} from '../microsoft/environment.ts';
import { openDatabase } from '../store/database.ts';
import { storeEnvironment } from '../store/environment.ts';
import { connectClient } from '../temporal/connection.ts';
import { temporalEnvironment } from '../temporal/environment.ts';
import { composeApi } from './compose.ts';
import { apiEnvironment } from './environment.ts';
import { DRAIN, listen } from './server.ts';
import { onStopSignal } from './stop-signals.ts';

const schema = z.object({
  ...apiEnvironment.shape,
  ...storeEnvironment.shape,
  ...temporalEnvironment.shape,
  ...microsoftEnvironment.shape,
  ...mailEnvironment.shape,
});
/** The build puts the console next to this folder. */
const CONSOLE_FOLDER = join(import.meta.dirname, '../console');
const log = pino({ name: 'api' });

async function main(): Promise<void> {
  const env = readConfiguration(schema, process.env, (given) => [
    ...credentialProblems(given),
    ...mailProblems(given, ['MAIL_FROM']),
  ]);
  const microsoft = toMicrosoftConfiguration(env);
  const connection = await openDatabase({ databaseUrl: env.DATABASE_URL });
  const client = connectClient({
    address: env.TEMPORAL_ADDRESS,
    namespace: env.TEMPORAL_NAMESPACE,
  });
  const app = await composeApi({
    origin: env.PROVOST_ORIGIN,
    secret: env.PROVOST_SECRET,
    connection,
    client,
    microsoft,
    consoleFolder: CONSOLE_FOLDER,
    temporalUi: env.PROVOST_TEMPORAL_UI ?? null,
    mailIsOn: toMailServer(env) !== null,
    report: (err, correlationId) => log.error({ err, correlationId }, 'request failed'),
  });
  const server = await listen(app, {
    host: env.PROVOST_HOST,
    port: env.PROVOST_PORT,
    setting: 'PROVOST_PORT',
    trustedProxies: env.PROVOST_TRUSTED_PROXIES,
  });
  log.info({ port: server.port }, 'listening');
  onStopSignal(async () => {
    log.info({ milliseconds: DRAIN }, 'stopping: waiting for requests in progress');
    await server.close();
    await connection.close();
    await client.connection.close();
  });
}

main().catch((error: unknown) => {
  if (error instanceof ConfigurationError) process.stderr.write(`${error.message}\n`);
  else log.fatal(error, 'could not start');
  process.exit(1);
});
