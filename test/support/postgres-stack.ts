/** An embedded stack on a real PostgreSQL, which a test can look into beside the product. */
import type { Client } from '@temporalio/client';
import type { Connection } from '../../store/database.ts';
import { openPostgres } from '../../store/postgres.ts';
import { connectClient } from '../../temporal/connection.ts';
import { startPostgres, type TestPostgres } from './postgres.ts';
import { startStack, type Stack } from './stack.ts';

export interface PostgresStack {
  readonly stack: Stack;
  readonly db: Connection['db'];
  readonly temporal: Client;
  readonly server: TestPostgres;
  close(): Promise<void>;
}

export async function startPostgresStack(options: {
  users: number;
  temporalUi?: string;
}): Promise<PostgresStack> {
  const server = await startPostgres();
  const stack = await startStack({ ...options, databaseUrl: server.url });
  const connection = await openPostgres(server.url);
  const temporal = connectClient(stack.temporal.location);
  return {
    stack,
    db: connection.db,
    temporal,
    server,
    async close() {
      await temporal.connection.close();
      await connection.close();
      await stack.close();
      await server.stop();
    },
  };
}
