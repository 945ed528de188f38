/** Asks what a run has staged so far. */
import { type Kysely, sql } from 'kysely';
import type { Database, ListStream } from '../schema.ts';
import type { Lease } from './lease.ts';

export function createStaged(db: Kysely<Database>) {
  return {
    /** How many distinct users, groups or sites the lists have staged. */
    async countStaged({ run }: Lease, stream: ListStream): Promise<number> {
      const id = sql.ref(ID_OF[stream]);
      const { rows } = await sql<{ count: number }>`
        select count(distinct ${id})::int as count from ${sql.table(`staged_${stream}`)}
        where run = ${run}::int and step = 0`.execute(db);
      return rows[0]?.count ?? 0;
    },

    /** How many distinct users, groups or sites are staged, after the changes. */
    async countSettled({ run }: Lease, stream: ListStream): Promise<number> {
      const id = sql.ref(ID_OF[stream]);
      const { rows } = await sql<{ count: number }>`
        select count(*) filter (where not removed)::int as count from (
          select distinct on (${id}) removed from ${sql.table(`staged_${stream}`)}
          where run = ${run}::int order by ${id}, step desc) newest`.execute(db);
      return rows[0]?.count ?? 0;
    },

    /** Ids of staged groups in order: from `from` (inclusive) to `to` (exclusive), and after `after`. */
    async stagedGroupIds(
      { run }: Lease,
      range: { after: string | null; from: string; to: string | null },
      limit: number,
    ): Promise<string[]> {
      let query = db
        .selectFrom('stagedGroups')
        .select('groupId')
        .distinct()
        .where('run', '=', run)
        .where('groupId', '>=', range.from);
      if (range.after) query = query.where('groupId', '>', range.after);
      if (range.to) query = query.where('groupId', '<', range.to);
      const rows = await query.orderBy('groupId').limit(limit).execute();
      return rows.map((row) => row.groupId);
    },
  };
}

const ID_OF = { users: 'userId', groups: 'groupId', sites: 'siteId' } as const;
