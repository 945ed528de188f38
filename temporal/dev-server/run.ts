/** The Temporal server of the embedded default: the CLI's dev server on a SQLite file. */
import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { claimDatabase, releaseDatabase } from './database-claim.ts';
import type { Ending, LaunchSettings } from './launch.ts';
import { launchServer } from './launch.ts';
import { choosePort, LOOPBACK } from './ports.ts';
import type { SearchAttributes } from './readiness.ts';
import { supervise } from './supervise.ts';

export interface DevServerOptions {
  /** A Temporal CLI, as `locateExecutable` finds one. */
  readonly executable: string;
  /** Made when absent, its folder too. */
  readonly databaseFile: string;
  /** 0 for any free one; 7233 by default. */
  readonly port?: number;
  /** 0 for any free one, null for no UI; 8233 by default. */
  readonly uiPort?: number | null;
  readonly namespace?: string;
  readonly searchAttributes?: SearchAttributes;
  readonly dynamicConfig?: LaunchSettings['dynamicConfig'];
  /** Begun anew by each start; `<databaseFile>.log` by default. */
  readonly logFile?: string;
  /** Start it again when it ends by itself. */
  readonly supervise?: boolean;
  /** Told when it ends, is started again, or an old one had to be ended. */
  readonly report?: (line: string) => void;
  /** The environment variables that choose the ports, for the message about a taken one. */
  readonly portSettings?: { readonly port: string; readonly uiPort: string };
}

export interface DevServer {
  /** `127.0.0.1:port` */
  readonly address: string;
  /** An `http:` address, or null when there is no UI. */
  readonly uiAddress: string | null;
  /** Changes when the server is started again. */
  readonly pid: number;
  /** Resolves when the server has ended for good. */
  readonly exited: Promise<Ending>;
  /** Ends the server; resolves when its process is gone. */
  stop(): Promise<void>;
}

const PORT_SETTINGS = { port: 'TEMPORAL_PORT', uiPort: 'TEMPORAL_UI_PORT' };

/**
 * Starts the server and resolves when it is ready: the namespace answers and the
 * search attributes are registered. The server ends with this process.
 * @throws PortTakenError, DatabaseInUseError or DevServerStartError, each with
 *   a sentence for the person who started us.
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
