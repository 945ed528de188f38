import { PGlite } from '@electric-sql/pglite';
import type { PostgresPool, PostgresPoolClient } from 'kysely';
import { join } from 'node:path';
import { copiedLines } from './copy.ts';
import type { Connection } from './connection.ts';
import { lockFolder } from './folder-lock.ts';
import { kyselyOf } from './kysely.ts';
import { makePrivate } from './private-files.ts';

/**
 * Opens PGlite (PostgreSQL in this process) in a folder, which it locks.
 * It runs without fsync: it survives a kill, not a power cut.
 * @throws FolderInUseError if another process uses the folder.
 */
export async function openPglite(folder: string): Promise<Connection> {
  const unlock = await lockFolder(folder);
  try {
    const files = join(folder, 'database');
    const pglite = await PGlite.create(files, { relaxedDurability: false });
    // PGlite sets the modes itself, whatever the process's umask is.
    await makePrivate(files);
    const db = kyselyOf(poolOf(pglite));
    return {
      db,
      async listen(channel, onMessage) {
        await pglite.listen(channel, onMessage);
      },
      async close() {
        await db.destroy();
        await unlock();
      },
    };
  } catch (error) {
    await unlock();
    throw error;
  }
}

/** PGlite as a pool of one connection, as Kysely's PostgreSQL dialect expects. */
function poolOf(pglite: PGlite): PostgresPool {
  let last: Promise<void> = Promise.resolve();
  return {
    // One transaction at a time: each connect waits until the previous connection is released.
    async connect() {
      const turn = last;
      let release = (): void => undefined;
      last = new Promise((resolve) => {
        release = resolve;
      });
      await turn;
      return clientOf(pglite, release);
    },
    end: () => pglite.close(),
  };
}

function clientOf(pglite: PGlite, release: () => void): PostgresPoolClient {
  const query = async (text: string, parameters: readonly unknown[]) => {
    const lines = copiedLines(text, parameters);
    const { rows, affectedRows } =
      lines === null
        ? await pglite.query(text, [...parameters])
        : await pglite.query(text.replace(/from stdin$/, "from '/dev/blob'"), [], {
            blob: new Blob(lines),
          });
    return { command: commandOf(text), rowCount: affectedRows ?? rows.length, rows };
  };
  return { query: query as PostgresPoolClient['query'], release };
}

const COMMANDS = ['INSERT', 'UPDATE', 'DELETE', 'MERGE'] as const;

/** Kysely reads `rowCount` only for changes, which it recognizes by the command. */
function commandOf(text: string): 'INSERT' | 'UPDATE' | 'DELETE' | 'MERGE' | 'SELECT' {
  const first = text.trimStart().slice(0, 6).toUpperCase();
  return COMMANDS.find((command) => first.startsWith(command)) ?? 'SELECT';
}
