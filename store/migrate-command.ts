/** The command that migrates a server's database to the newest schema, before API and workers start. */
import { ConfigurationError, readConfiguration } from '../domain/configuration.ts';
import { openDatabase } from './database.ts';
import { storeEnvironment } from './environment.ts';
import { migrate } from './migrate.ts';

async function main(): Promise<void> {
  const { DATABASE_URL: databaseUrl } = readConfiguration(storeEnvironment, process.env);
  const connection = await openDatabase({ databaseUrl });
  try {
    await migrate(connection.db);
  } finally {
    await connection.close();
  }
  process.stdout.write('The database is up to date.\n');
}

main().catch((error: unknown) => {
  const message = error instanceof ConfigurationError ? error.message : String(error);
  process.stderr.write(`${message}\n`);
  process.exit(1);
});
