/**
 * `npm run dev`: the embedded default for developers. A change of a source
 * restarts API, worker and sandbox; a change of the console is shown without a
 * reload. The Temporal server keeps running, so accounts stay open meanwhile.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer as createHttpServer } from 'node:http';
import { createServer as createViteServer } from 'vite';
import { onStopSignal } from '../api/stop-signals.ts';
import { ConfigurationError, readConfiguration } from '../domain/configuration.ts';
import { endChild, guardChild } from '../temporal/dev-server/child-guard.ts';
import { DevServerError } from '../temporal/dev-server/errors.ts';
import { choosePort } from '../temporal/dev-server/ports.ts';
import { PRIVATE_UMASK, startEnvironment } from './environment.ts';
import { chooseConsolePort } from './ports.ts';
import { embeddedTemporal } from './temporal.ts';

/** Everything that the API serves itself. All other paths belong to the console. */
const API_PATHS = '^/(api|consents|healthz|readyz)(/|$)';

async function main(): Promise<void> {
  process.umask(PRIVATE_UMASK);
  const env = readConfiguration(startEnvironment, process.env);
  const port = await chooseConsolePort(env.PROVOST_PORT);
  const apiPort = await choosePort(0, 'the API', 'nothing');
  const origin = env.PROVOST_ORIGIN ?? `http://localhost:${port}`;
  const temporal = await embeddedTemporal({
    folder: env.PROVOST_DATA,
    address: env.TEMPORAL_ADDRESS,
    namespace: env.TEMPORAL_NAMESPACE,
    port: env.TEMPORAL_PORT,
    uiPort: env.TEMPORAL_UI_PORT,
    environment: process.env,
    report: (line) => console.error(line),
  });
  const product = startProduct({
    PROVOST_PORT: String(apiPort),
    PROVOST_ORIGIN: origin,
    PROVOST_CONSOLE: 'none',
    TEMPORAL_ADDRESS: temporal.location.address,
    ...(temporal.uiAddress && { PROVOST_TEMPORAL_UI: temporal.uiAddress }),
  });
  const vite = await startConsole(port, apiPort);
  onStopSignal(async () => {
    await vite.close();
    await endChild(product, 15_000);
    await temporal.stop();
    process.exit(0);
  });
  console.log(`\n  Console with hot reload  ${origin}\n`);
}

/** tsx restarts it when a file that it has loaded changes. */
function startProduct(environment: NodeJS.ProcessEnv) {
  const tsx = ['node_modules/tsx/dist/cli.mjs', 'watch', '--clear-screen=false', 'start/main.ts'];
  const child = spawn(process.execPath, tsx, {
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  guardChild(child);
  return child;
}

/** Behind a server of ours: Vite's own ends the process on SIGTERM, before the product and Temporal have ended. */
async function startConsole(port: number, apiPort: number): Promise<{ close(): Promise<void> }> {
  const server = createHttpServer();
  const vite = await createViteServer({
    configFile: 'console/vite.config.ts',
    clearScreen: false,
    logLevel: 'warn',
    server: {
      middlewareMode: true,
      hmr: { server },
      // While the API restarts, its proxy answers 500 and the console tries again.
      proxy: { [API_PATHS]: `http://127.0.0.1:${apiPort}` },
    },
  });
  server.on('request', vite.middlewares).listen(port, '127.0.0.1');
  await once(server, 'listening');
  return {
    async close() {
      server.close();
      server.closeAllConnections();
      await vite.close();
    },
  };
}

main().catch((error: unknown) => {
  const plain = error instanceof ConfigurationError || error instanceof DevServerError;
  console.error(plain ? error.message : error);
  process.exit(1);
});
