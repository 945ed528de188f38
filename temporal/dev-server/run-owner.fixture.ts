/** Run as a process: starts a server, prints its address, and waits to be ended. */
import { startDevServer } from './run.ts';

const [executable = '', databaseFile = ''] = process.argv.slice(2);
const server = await startDevServer({ executable, databaseFile, port: 0, uiPort: null });
process.stdout.write(`${JSON.stringify({ pid: server.pid, address: server.address })}\n`);
