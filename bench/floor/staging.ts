/** Staging into PostgreSQL: one COPY per table, open while pages arrive. */
import { once } from 'node:events';
import { Client } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';

export const STAGED = {
  users: [
    'user_id uuid',
    'user_principal_name text',
    'display_name text',
    'mail text',
    'account_enabled boolean',
    'guest boolean',
    'mailbox boolean',
    'proxy_addresses text[]',
  ],
  groups: ['group_id uuid', 'display_name text', 'mail text'],
  memberships: ['group_id uuid', 'member_id uuid', 'member_kind text'],
} as const;
export type StagedTable = keyof typeof STAGED;
export const STAGED_TABLES = Object.keys(STAGED) as StagedTable[];

export interface Copy {
  /** Waits while PostgreSQL cannot keep up. */
  write(rows: string): Promise<void>;
  end(): Promise<number>;
}

/** Recreates the staging table, unlogged and without indexes, and starts a COPY into it. */
export async function beginCopy(databaseUrl: string, table: StagedTable): Promise<Copy> {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  const name = `floor_${table}`;
  await client.query(`drop table if exists ${name}`);
  await client.query(`create unlogged table ${name} (${STAGED[table].join(', ')})`);
  const stream = client.query(copyFrom(`copy ${name} from stdin`, { highWaterMark: 1 << 20 }));
  stream.setMaxListeners(0);
  const finished = once(stream, 'finish');
  finished.catch(() => undefined);
  return {
    async write(rows) {
      if (rows !== '' && !stream.write(rows)) await once(stream, 'drain');
    },
    async end() {
      stream.end();
      await finished;
      await client.query(`analyze ${name}`);
      await client.end();
      return stream.rowCount;
    },
  };
}
