/** The servers that the test files of one run share. Outside a test run every caller starts its own. */
import { randomUUID } from 'node:crypto';
import { Client } from 'pg';
import { Connection } from '@temporalio/client';
import proto from '@temporalio/proto';
import { SEARCH_ATTRIBUTES } from '../../domain/search-attributes.ts';
import type { TemporalLocation } from '../../temporal/connection.ts';

export type ServiceName = 'temporal' | 'postgres' | 'pglite' | 'build' | 'bundle';

/** Set by the global setup and inherited by the processes that run the test files. */
export const SERVICES_VARIABLE = 'PROVOST_TEST_SERVICES';
export const TEMPLATE_DATABASE = 'provost_template';

/** Whether this process runs tests, with servers to share. */
export const isTestRun = (): boolean => process.env[SERVICES_VARIABLE] !== undefined;

/**
 * @returns the address of a service, started now if this is the first request.
 * @throws Error with the reason, when the service cannot start.
 */
export async function sharedService(name: ServiceName): Promise<string> {
  const host = process.env[SERVICES_VARIABLE];
  if (!host) throw new Error('Shared services exist only while tests run: use npm test');
  const response = await fetch(`${host}/${name}`, { signal: AbortSignal.timeout(900_000) });
  const text = await response.text();
  if (!response.ok) throw new Error(`The shared ${name} could not start: ${text}`);
  return text;
}

const { Duration } = proto.google.protobuf;
/** INDEXED_VALUE_TYPE_KEYWORD of temporal/api/enums/v1/common.proto. */
const KEYWORD = 2;

/** A new namespace of the shared Temporal server, with the product's search attributes. */
export async function sharedNamespace(): Promise<TemporalLocation & { stop(): Promise<void> }> {
  const address = await sharedService('temporal');
  const namespace = `test-${randomUUID()}`;
  const connection = await Connection.connect({ address });
  await connection.workflowService.registerNamespace({
    namespace,
    workflowExecutionRetentionPeriod: Duration.fromObject({ seconds: 86_400 }),
  });
  await connection.operatorService.addSearchAttributes({
    namespace,
    searchAttributes: Object.fromEntries(
      Object.keys(SEARCH_ATTRIBUTES).map((name) => [name, KEYWORD]),
    ),
  });
  await connection.close();
  // The server ends with the test run, and its namespaces with it.
  return { address, namespace, stop: async () => undefined };
}

export interface SharedDatabase {
  readonly url: string;
  drop(): Promise<void>;
}

/** A new database of the shared PostgreSQL server: migrated, or empty. */
export async function sharedDatabase({ migrated = true } = {}): Promise<SharedDatabase> {
  const base = await sharedService('postgres');
  const name = `test_${randomUUID()}`;
  const template = migrated ? TEMPLATE_DATABASE : 'template1';
  await administer(base, `create database "${name}" template "${template}"`);
  return {
    url: `${base}/${name}`,
    drop: () => administer(base, `drop database "${name}" with (force)`),
  };
}

async function administer(base: string, statement: string): Promise<void> {
  const client = new Client({ connectionString: `${base}/postgres` });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
