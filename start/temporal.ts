import { join } from 'node:path';
import { SEARCH_ATTRIBUTES } from '../domain/search-attributes.ts';
import type { TemporalLocation } from '../temporal/connection.ts';
import type { OldestVersion } from '../temporal/dev-server/cli-version.ts';
import { locateExecutable } from '../temporal/dev-server/locate.ts';
import { GRACE_MS } from '../temporal/dev-server/launch.ts';
import { createProgress, type Progress } from '../temporal/dev-server/progress.ts';
import { type DevServerOptions, startDevServer } from '../temporal/dev-server/run.ts';

/** A Temporal server for the embedded default. */
export interface EmbeddedTemporal {
  readonly location: TemporalLocation;
  readonly uiAddress: string | null;
  /** How long stopping may take, in milliseconds; 0 if the server is not ours. */
  readonly stopsWithin: number;
  stop(): Promise<void>;
}

/**
 * Uses the server at `address`, or starts one with a file in the folder and
 * restarts it when it ends unexpectedly.
 * @throws DevServerError or ConfigurationError with a sentence, or the signal's reason.
 */
export async function embeddedTemporal(options: {
  folder: string;
  address?: string;
  namespace: string;
  port: number;
  uiPort: number | null;
  environment: NodeJS.ProcessEnv;
  dynamicConfig?: DevServerOptions['dynamicConfig'];
  /** The oldest Temporal CLI that is accepted. */
  oldest?: OldestVersion;
  /** Ends a download or a build. */
  signal?: AbortSignal;
  /** Receives each state of a download or a build. */
  onProgress?: (line: string) => void;
  report: (line: string) => void;
}): Promise<EmbeddedTemporal> {
  const { folder, address, namespace, port, uiPort, environment, report } = options;
  const { oldest, signal, onProgress = () => {} } = options;
  if (address) {
    return {
      location: { address, namespace },
      uiAddress: null,
      stopsWithin: 0,
      stop: async () => {},
    };
  }
  const { path } = await locateExecutable({
    environment,
    oldest,
    signal,
    progress: observed(createProgress(process.stderr), onProgress),
  });
  signal?.throwIfAborted();
  onProgress('starting');
  const server = await startDevServer({
    executable: path,
    databaseFile: join(folder, 'temporal.db'),
    port,
    uiPort,
    namespace,
    searchAttributes: searchAttributeTypes(),
    dynamicConfig: options.dynamicConfig,
    supervise: true,
    report,
  });
  const location = { address: server.address, namespace };
  const { uiAddress } = server;
  return { location, uiAddress, stopsWithin: GRACE_MS, stop: () => server.stop() };
}

function observed(progress: Progress, observe: (line: string) => void): Progress {
  return {
    update(line) {
      observe(line);
      progress.update(line);
    },
    finish(line) {
      observe(line);
      progress.finish(line);
    },
  };
}

/** The CLI's type names differ from the SDK's: `Keyword` instead of `KEYWORD`. */
function searchAttributeTypes() {
  const types = Object.keys(SEARCH_ATTRIBUTES).map((name) => [name, 'Keyword'] as const);
  return Object.fromEntries(types);
}
