/** A stack of its own: the embedded default on free ports and in a temporary folder. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { builtConsole } from '../../start/console.ts';
import { type Embedded, type EmbeddedOptions, startEmbedded } from '../../start/embedded.ts';
import { embeddedTemporal, type EmbeddedTemporal } from '../../start/temporal.ts';

export interface Stack extends Embedded {
  readonly folder: string;
  readonly temporal: EmbeddedTemporal;
  /** The sandbox's address, which this stack always has. */
  readonly sandbox: string;
  /** Ends the API, the worker and the sandbox, and starts them again on the same ports. */
  restart(): Promise<void>;
}

export async function startStack(
  options: Partial<EmbeddedOptions> & {
    users?: number;
    /** Serves the built console too; most tests are of the API and need none. */
    console?: boolean;
    report?: EmbeddedOptions['report'];
  } = {},
): Promise<Stack> {
  const consoleFolder = options.console ? await builtConsole() : null;
  const folder = await mkdtemp(join(tmpdir(), 'provost-'));
  const temporal = await embeddedTemporal({
    folder,
    namespace: 'default',
    port: 0,
    uiPort: null,
    environment: process.env,
    report: () => undefined,
  });
  const settings = {
    folder,
    port: 0,
    sandboxPort: 0,
    sandboxUsers: options.users ?? 50,
    temporal: temporal.location,
    consoleFolder,
    report: (error: unknown) => process.stderr.write(`${String(error)}\n`),
    ...options,
  };
  let embedded = await startEmbedded(settings);
  const { origin, sandboxOrigin } = embedded;
  const ports = { port: portOf(origin), sandboxPort: portOf(sandboxOrigin ?? origin) };
  return {
    origin,
    sandboxOrigin,
    firstAdministrator: null,
    sandbox: sandboxOrigin ?? '',
    folder,
    temporal,
    async restart() {
      await embedded.close();
      embedded = await startEmbedded({ ...settings, ...ports });
    },
    async close() {
      await embedded.close();
      await temporal.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

const portOf = (origin: string) => Number(new URL(origin).port);
