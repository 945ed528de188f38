/** Runs the floor's script in a separate process, with the product's sandbox and database server. */
import { randomUUID } from 'node:crypto';
import { DEFAULT_REGISTRATIONS } from '../sandbox/registrations.ts';
import { openDatabase } from '../store/database.ts';
import { migrate } from '../store/migrate.ts';
import { runProcess } from '../test/support/processes.ts';
import {
  type FloorMode,
  type FloorResult,
  floorResultSchema,
  type FloorSettings,
} from './floor/settings.ts';
import { type Bench, CONTOSO } from './topology.ts';

export interface Floor {
  run(
    mode: FloorMode,
    more?: Partial<Pick<FloorSettings, 'connections' | 'paced' | 'deltaLinks'>>,
  ): Promise<FloorResult>;
}

/** Without latency a few concurrent requests keep the tenant busy. */
const CONNECTIONS = 12;

/** Creates a separate database on the product's server, with the product's tables and indexes. */
export async function openFloor({ production }: Bench): Promise<Floor> {
  const databaseUrl = await production.postgres.create('floor');
  const { db, close } = await openDatabase({ databaseUrl });
  await migrate(db);
  await close();
  const registration = DEFAULT_REGISTRATIONS[1];
  const settings = {
    origin: production.sandbox.origin,
    tenant: CONTOSO,
    clientId: registration?.clientId ?? '',
    clientSecret: registration?.secrets[0] ?? '',
    databaseUrl,
    accountId: randomUUID(),
    connections: CONNECTIONS,
    paced: false,
    deltaLinks: null,
  };
  return { run: (mode, more = {}) => runFloor({ ...settings, ...more, mode }) };
}

async function runFloor(settings: FloorSettings): Promise<FloorResult> {
  const script = ['--import', 'tsx', 'bench/floor/main.ts', JSON.stringify(settings)];
  const { code, output } = await runProcess({ arguments: script });
  if (code !== 0) throw new Error(`The floor's script ended with ${code}:\n${output}`);
  return floorResultSchema.parse(JSON.parse(output.trim().split('\n').at(-1) ?? ''));
}
