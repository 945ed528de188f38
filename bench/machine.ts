/** The hardware and the versions of a measurement. */
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { cpus, totalmem } from 'node:os';
import { promisify } from 'node:util';
import { z } from 'zod';
import type { Production } from '../test/support/production.ts';
import { connectClient } from '../temporal/connection.ts';
import { sql } from 'kysely';

const run = promisify(execFile);

export interface Machine {
  readonly processor: string;
  readonly cores: number;
  readonly memoryGigabytes: number;
  readonly node: string;
  readonly postgres: string;
  readonly temporalServer: string;
  readonly temporalSdk: string;
  /** Followed by a plus if the working tree has changes. */
  readonly commit: string;
}

/** @param production for the versions of its servers */
export async function describeMachine(production: Production): Promise<Machine> {
  const [processor] = cpus();
  return {
    processor: processor?.model ?? 'unknown',
    cores: cpus().length,
    memoryGigabytes: Math.round(totalmem() / 2 ** 30),
    node: process.versions.node,
    postgres: await postgresVersion(production),
    temporalServer: await temporalVersion(production),
    temporalSdk: await sdkVersion(),
    commit: await commit(),
  };
}

async function postgresVersion({ db }: Production): Promise<string> {
  const { rows } = await sql<{ serverVersion: string }>`show server_version`.execute(db);
  return rows[0]?.serverVersion ?? 'unknown';
}

async function temporalVersion({ temporal }: Production): Promise<string> {
  const client = connectClient(temporal.location);
  try {
    const info = await client.workflowService.getSystemInfo({});
    return info.serverVersion ?? 'unknown';
  } finally {
    await client.connection.close();
  }
}

async function sdkVersion(): Promise<string> {
  const file: unknown = JSON.parse(await readFile('package.json', 'utf8'));
  const { dependencies } = z.object({ dependencies: z.record(z.string(), z.string()) }).parse(file);
  return dependencies['@temporalio/worker'] ?? 'unknown';
}

async function commit(): Promise<string> {
  try {
    const { stdout: head } = await run('git', ['rev-parse', '--short', 'HEAD']);
    const { stdout: changes } = await run('git', ['status', '--porcelain']);
    return head.trim() + (changes === '' ? '' : '+');
  } catch {
    return 'unknown';
  }
}

export const machineLines = (machine: Machine): string[] => [
  `${machine.processor}, ${machine.cores} cores, ${machine.memoryGigabytes} GB`,
  `Node ${machine.node}, PostgreSQL ${machine.postgres}, Temporal server ${machine.temporalServer}, SDK ${machine.temporalSdk}, commit ${machine.commit}`,
];
