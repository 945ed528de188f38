/** `npm start`: the embedded default. */
import { z } from 'zod';
import { DEMO_ADMINISTRATOR, DEMO_VIEWER } from '../api/authentication/seeds.ts';
import { onStopSignal } from '../api/stop-signals.ts';
import { ConfigurationError, readConfiguration } from '../domain/configuration.ts';
import { mailProblems, toMailServer } from '../mail/environment.ts';
import {
  credentialProblems,
  microsoftEnvironment,
  toMicrosoftConfiguration,
} from '../microsoft/environment.ts';
import { FolderInUseError, lockFolder } from '../store/folder-lock.ts';
import { DevServerError } from '../temporal/dev-server/errors.ts';
import { builtConsole, ConsoleBuildError } from './console.ts';
import type { Embedded, Ending } from './embedded.ts';
import { PRIVATE_UMASK, startEnvironment } from './environment.ts';
import { chooseConsolePort, chooseSandboxPort } from './ports.ts';
import { createStartup, TEMPORAL_SERVER } from './startup.ts';
import { embeddedTemporal, type EmbeddedTemporal } from './temporal.ts';

const begun = Date.now();

type Settings = z.infer<typeof startEnvironment>;

async function main(): Promise<void> {
  process.umask(PRIVATE_UMASK);
  const { env, microsoft } = readSettings();
  await checkFolderAndPorts(env, { sandbox: microsoft === undefined });
  const startup = createStartup();
  const failing = new AbortController();
  const starting = embeddedTemporal({
    folder: env.PROVOST_DATA,
    address: env.TEMPORAL_ADDRESS,
    namespace: env.TEMPORAL_NAMESPACE,
    port: env.TEMPORAL_PORT,
    uiPort: env.TEMPORAL_UI_PORT,
    environment: process.env,
    signal: failing.signal,
    onProgress: (line) => startup.report(TEMPORAL_SERVER, line),
    report: (line) => console.error(line),
  });
  // Awaited below. Until then a failure must not count as unhandled and end the process.
  starting.catch(() => undefined);
  const location = starting.then((temporal) => temporal.location);
  location.catch(() => undefined);
  const temporalUi = starting.then(({ uiAddress }) => uiAddress ?? env.PROVOST_TEMPORAL_UI ?? null);
  temporalUi.catch(() => undefined);
  // Loading the product takes seconds. The Temporal server is downloaded in the meantime, and the
  // console is built afterwards, because a build would delay the first answer.
  const { startEmbedded } = await import('./embedded.ts');
  const consoleFolder =
    env.PROVOST_CONSOLE === 'none'
      ? Promise.resolve(null)
      : builtConsole({ report: (line) => console.error(line) });
  consoleFolder.catch(() => undefined);
  const embedded = await startEmbedded({
    folder: env.PROVOST_DATA,
    port: env.PROVOST_PORT,
    origin: env.PROVOST_ORIGIN,
    sandboxPort: env.SANDBOX_PORT,
    sandboxUsers: env.SANDBOX_USERS,
    databaseUrl: env.DATABASE_URL,
    temporal: location,
    temporalUi,
    consoleFolder,
    microsoft,
    mailServer: toMailServer(env) ?? undefined,
    startup,
    report: (error, correlationId) => console.error(`[${correlationId}]`, error),
  }).catch(async (error: unknown) => {
    failing.abort();
    await starting.then((temporal) => temporal.stop()).catch(() => undefined);
    throw error;
  });
  const temporal = await starting;
  stopOnSignal(embedded, temporal);
  console.log(banner(embedded, temporal));
}

/** Any of Microsoft's settings selects a real tenant, which then needs all of them. */
function readSettings() {
  if (!Object.keys(microsoftEnvironment.shape).some((name) => process.env[name])) {
    const env = readConfiguration(startEnvironment, process.env, problemsOfMail);
    return { env, microsoft: undefined };
  }
  const schema = z.object({ ...startEnvironment.shape, ...microsoftEnvironment.shape });
  const env = readConfiguration(schema, process.env, (given) => [
    ...credentialProblems(given),
    ...problemsOfMail(given),
  ]);
  return { env, microsoft: toMicrosoftConfiguration(env) };
}

const problemsOfMail = (given: NodeJS.ProcessEnv) => mailProblems(given, ['MAIL_FROM']);

/**
 * Refuses before anything is loaded or started. The parts check again when they start.
 * The folder comes first: a second start in the same folder usually has the same ports.
 * Temporal's ports are checked later: an earlier start that was killed may have left a server
 * there, which is ended first.
 */
async function checkFolderAndPorts(env: Settings, { sandbox }: { sandbox: boolean }) {
  const unlock = await lockFolder(env.PROVOST_DATA);
  await unlock();
  await chooseConsolePort(env.PROVOST_PORT);
  if (sandbox) await chooseSandboxPort(env.SANDBOX_PORT);
}

function stopOnSignal(embedded: Embedded, temporal: EmbeddedTemporal): void {
  const { stopsWithin: atMost } = temporal;
  onStopSignal(async () => {
    console.log('Provost is stopping. Press Ctrl-C once more to end it at once.');
    await embedded.close(sayEnding);
    if (atMost > 0)
      sayEnding({ part: 'Temporal server', waitsFor: 'it to save its state', atMost });
    await temporal.stop();
    console.log('Provost has ended.');
    process.exit(0);
  });
}

function sayEnding({ part, waitsFor, atMost }: Ending): void {
  const until = new Date(Date.now() + atMost).toLocaleTimeString();
  console.log(`Stopping the ${part}: waiting for ${waitsFor}, until ${until} at the latest.`);
}

/** The sandbox's passwords are public. The first administrator of a real tenant is shown once. */
function signIn({ sandboxOrigin, firstAdministrator }: Embedded): string[] {
  if (sandboxOrigin) {
    return [
      `  Sign in with   ${DEMO_ADMINISTRATOR.email}  ${DEMO_ADMINISTRATOR.password}`,
      `  or, to read    ${DEMO_VIEWER.email}  ${DEMO_VIEWER.password}`,
    ];
  }
  if (!firstAdministrator) return [];
  const { email, password } = firstAdministrator;
  return [`  Sign in with   ${email}  ${password}  (shown this once)`];
}

function banner(embedded: Embedded, { uiAddress }: EmbeddedTemporal): string {
  const { origin, sandboxOrigin } = embedded;
  const seconds = ((Date.now() - begun) / 1000).toFixed(1);
  const lines = [
    `Provost is ready after ${seconds} s.`,
    '',
    `  Console        ${origin}`,
    ...signIn(embedded),
    `  API            ${origin}/api/docs`,
  ];
  if (uiAddress) lines.push(`  Temporal UI    ${uiAddress}`);
  if (sandboxOrigin) {
    lines.push(
      `  Sandbox tenant ${sandboxOrigin}`,
      '                 (stands in for Microsoft; its sign-in page lists people and passwords)',
      `  Mailbox        ${sandboxOrigin}/_sandbox/mail`,
    );
  }
  return `\n${lines.join('\n')}\n`;
}

main().catch((error: unknown) => {
  const plain =
    error instanceof ConfigurationError ||
    error instanceof ConsoleBuildError ||
    error instanceof FolderInUseError ||
    error instanceof DevServerError;
  console.error(plain ? error.message : error);
  process.exit(1);
});
