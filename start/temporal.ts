import { join } from 'node:path';
import { SEARCH_ATTRIBUTES } from '../domain/search-attributes.ts';
import type { TemporalLocation } from '../temporal/connection.ts';
import { locateExecutable } from '../temporal/dev-server/locate.ts';
import { createProgress } from '../temporal/dev-server/progress.ts';
import { type DevServerOptions, startDevServer } from '../temporal/dev-server/run.ts';

/** A Temporal server for the embedded default. */
export interface EmbeddedTemporal {
  readonly location: TemporalLocation;
  readonly uiAddress: string | null;
  stop(): Promise<void>;
}

/**
 * The server that `TEMPORAL_ADDRESS` names, else one of our own: found or
 * built, on a file in the folder, and started again should it die.
 */
export async function embeddedTemporal(options: {
  folder: string;
  address?: string;
  namespace: string;
  port: number;
  uiPort: number | null;
  environment: NodeJS.ProcessEnv;
  dynamicConfig?: DevServerOptions['dynamicConfig'];
  report: (line: string) => void;
}): Promise<EmbeddedTemporal> {
  const { folder, address, namespace, port, uiPort, environment, report } = options;
  if (address)
    return { location: { address, namespace }, uiAddress: null, stop: async () => undefined };
  const { path } = await locateExecutable({
    environment,
    progress: createProgress(process.stderr),
  });
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
  return { location, uiAddress: server.uiAddress, stop: () => server.stop() };
}

/** The CLI writes `Keyword` where the SDK writes `KEYWORD`. */
function searchAttributeTypes() {
  const types = Object.keys(SEARCH_ATTRIBUTES).map((name) => [name, 'Keyword'] as const);
  return Object.fromEntries(types);
}
