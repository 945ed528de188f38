/** The command that adds an administrator. `npm start` does not need it because it adds demo users. */
import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { ConfigurationError, readConfiguration } from '../domain/configuration.ts';
import { openDatabase } from '../store/database.ts';
import { storeEnvironment } from '../store/environment.ts';
import { migrate } from '../store/migrate.ts';
import { createAdministrator, parseAdministrator } from './authentication/administrator-command.ts';

try {
  process.stdout.write(`${await run()}\n`);
} catch (error) {
  if (!(error instanceof ConfigurationError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}

async function run(): Promise<string> {
  const administrator = parseAdministrator(process.argv.slice(2));
  const { DATABASE_URL } = readConfiguration(storeEnvironment, process.env);
  const password = process.stdin.isTTY ? await askPassword() : await pipedPassword();
  const connection = await openDatabase({ databaseUrl: DATABASE_URL });
  try {
    await migrate(connection.db);
    return await createAdministrator(connection.db, administrator, password);
  } finally {
    await connection.close();
  }
}

/** Asks twice, because the input is not shown. */
async function askPassword(): Promise<string> {
  const output = new Writable({ write: (_chunk, _encoding, done) => done() });
  const terminal = createInterface({ input: process.stdin, output, terminal: true });
  terminal.once('SIGINT', () => process.exit(130));
  const ask = async (question: string) => {
    process.stderr.write(question);
    const answer = await terminal.question('');
    process.stderr.write('\n');
    return answer;
  };
  const password = await ask('Password: ');
  const repeated = await ask('Repeat password: ');
  terminal.close();
  if (password !== repeated) throw new ConfigurationError('The passwords do not match.');
  return password;
}

/** Standard input without the line break that `echo` adds. */
async function pipedPassword(): Promise<string> {
  return (await text(process.stdin)).replace(/\r?\n$/, '');
}
