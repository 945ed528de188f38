/** The Temporal server of the embedded default: the CLI's dev server with a SQLite file. */
import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { claimDatabase, releaseDatabase } from './database-claim.ts';
import type { Ending, LaunchSettings } from './launch.ts';
import { launchServer } from './launch.ts';
import { choosePort, LOOPBACK } from './ports.ts';
import type { SearchAttributes } from './readiness.ts';
import { supervise } from './supervise.ts';

export interface DevServerOptions {
  /** The path of a Temporal CLI, from `locateExecutable`. */
  readonly executable: string;
  /** Created with its folder when absent. */
  readonly databaseFile: string;
  /** 0 for any free port; 7233 by default. */
  readonly port?: number;
  /** 0 for any free port, null for no UI; 8233 by default. */
  readonly uiPort?: number | null;
  readonly namespace?: string;
  readonly searchAttributes?: SearchAttributes;
  readonly dynamicConfig?: LaunchSettings['dynamicConfig'];
  /** Emptied by each start; `<databaseFile>.log` by default. */
  readonly logFile?: string;
  /** Restarts the server when it ends unexpectedly. */
  readonly supervise?: boolean;
  /** Receives a sentence when the server ends or restarts, or an old server had to be ended. */
  readonly report?: (line: string) => void;
  /** The environment variables with the ports, for the message about a port in use. */
  readonly portSettings?: { readonly port: string; readonly uiPort: string };
}

export interface DevServer {
  /** `127.0.0.1:port` */
  readonly address: string;
  /** An `http:` address, or null when there is no UI. */
  readonly uiAddress: string | null;
  /** Changes when the server restarts. */
  readonly pid: number;
  /** Resolves when the server has ended and is not restarted. */
  readonly exited: Promise<Ending>;
  /** Ends the server. Resolves when its process is gone. */
  stop(): Promise<void>;
}

const PORT_SETTINGS = { port: 'TEMPORAL_PORT', uiPort: 'TEMPORAL_UI_PORT' };

/**
 * Starts the server. Resolves when the namespace answers and the search
 * attributes are registered. The server ends with this process.
 * @throws ConfigurationError, DatabaseInUseError or DevServerStartError, each with
 *   a sentence for the person who runs `npm start`.
 */
export async function startDevServer(options: DevServerOptions): Promise<DevServer> {
  const { report = () => {} } = options;
  const databaseFile = resolve(options.databaseFile);
  await claimDatabase(databaseFile, report);
  const settings = await settle(options, databaseFile);
  await writeFile(settings.logFile, '');
  const relaunch = options.supervise ? () => launchServer(settings) : undefined;
  const server = supervise(await launchServer(settings), { relaunch, report });
  return {
    address: `${LOOPBACK}:${settings.port}`,
    uiAddress: settings.uiPort === null ? null : `http://${LOOPBACK}:${settings.uiPort}`,
    get pid() {
      return server.pid;
    },
    exited: server.exited,
    async stop() {
      await server.stop();
      await releaseDatabase(databaseFile);
    },
  };
}

async function settle(options: DevServerOptions, databaseFile: string): Promise<LaunchSettings> {
  const { port = 7233, uiPort = 8233, portSettings = PORT_SETTINGS } = options;
  return {
    executable: options.executable,
    databaseFile,
    port: await choosePort(port, 'the Temporal server', portSettings.port),
    uiPort:
      uiPort === null ? null : await choosePort(uiPort, 'the Temporal UI', portSettings.uiPort),
    namespace: options.namespace ?? 'default',
    searchAttributes: options.searchAttributes ?? {},
    dynamicConfig: options.dynamicConfig ?? {},
    logFile: options.logFile ?? `${databaseFile}.log`,
  };
}
