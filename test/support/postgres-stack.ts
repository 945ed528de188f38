/** An embedded stack on PostgreSQL, whose database a test can read beside the product. */
import type { Client } from '@temporalio/client';
import type { Connection } from '../../store/connection.ts';
import { openPostgres } from '../../store/postgres.ts';
import { connectClient } from '../../temporal/connection.ts';
import { startPostgres, type TestPostgres } from './postgres.ts';
import { sharedDatabase } from './services.ts';
import { startStack, type Stack } from './stack.ts';

export interface PostgresStack {
  readonly stack: Stack;
  readonly db: Connection['db'];
  readonly temporal: Client;
  /** The server of this stack alone, if it was asked for. */
  readonly server: TestPostgres | null;
  close(): Promise<void>;
}

export async function startPostgresStack(options: {
  users: number;
  temporalUi?: string;
  /** A server of its own, for a test that crashes it. */
  ownServer?: boolean;
}): Promise<PostgresStack> {
  const { ownServer, ...more } = options;
  const server = ownServer ? await startPostgres() : null;
  const database = server ? { url: server.url, drop: () => server.stop() } : await sharedDatabase();
  const stack = await startStack({ ...more, databaseUrl: database.url });
  const connection = await openPostgres(database.url);
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
      await database.drop();
    },
  };
}
