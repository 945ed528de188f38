/** Which staged personal sites still need their drive and owner. */
import { type Kysely, sql } from 'kysely';
import type { DirectorySite } from '../domain/directory.ts';
import { type Lease, shareLease } from './runs/lease.ts';
import type { Database } from './schema.ts';

export function createSiteDrives(db: Kysely<Database>) {
  return {
    /**
     * Takes over the drives and owners that were published, of sites whose address has not changed.
     * @param step later than any other of the run
     */
    keepKnown: (lease: Lease, accountId: string, step: number): Promise<void> =>
      db.transaction().execute(async (trx) => {
        await shareLease(trx, lease);
        const { run } = lease;
        await sql`
        insert into staged_sites (run, step, site_id, url, title, description, parent_id, personal,
          owner_drive_id, owner_user_id, owner_display_name, owner_principal_name)
        select ${run}::int, ${step}::int, s.site_id, s.url, s.title, s.description, s.parent_id, true,
          d.owner_drive_id, d.owner_user_id, d.owner_display_name, d.owner_principal_name
        from (${newest(run)}) s
        join directory_sites d on d.account_id = ${accountId}::uuid and d.site_id = s.site_id
        where s.personal and s.owner_drive_id is null
          and d.owner_drive_id is not null and d.url = s.url`.execute(trx);
      }),

    /**
     * Stages published sites whose drive is not known, unless the run has read them anyway.
     * @param step later than any other of the run
     */
    openUnknown: (lease: Lease, accountId: string, step: number, limit: number): Promise<void> =>
      db.transaction().execute(async (trx) => {
        await shareLease(trx, lease);
        const { run } = lease;
        await sql`
        insert into staged_sites (run, step, site_id, url, title, description, parent_id, personal)
        select ${run}::int, ${step}::int, d.site_id, d.url, d.title, d.description, d.parent_id, true
        from directory_sites d join sync_runs r on r.number = ${run}::int and r.sites_read = 'delta'
        where d.account_id = ${accountId}::uuid and d.personal and d.owner_drive_id is null
          and not exists (
            select from staged_sites s where s.run = ${run}::int and s.site_id = d.site_id)
        order by d.site_id limit ${limit}`.execute(trx);
      }),

    /** The ids of the published sites of these users, by user. */
    async ofUsers(accountId: string, userIds: readonly string[]): Promise<Map<string, string>> {
      const { rows } = await sql<{ user: string; site: string }>`
        select owner_user_id as "user", site_id as site from directory_sites
        where account_id = ${accountId}::uuid
          and owner_user_id = any(${sql.val(userIds)}::text[])`.execute(db);
      return new Map(rows.map(({ user, site }) => [user, site]));
    },

    /** Staged personal sites without a drive in the order of their ids: those after an id, or those with some ids. */
    async open(
      { run }: Lease,
      which: { readonly after: string } | { readonly ids: readonly string[] },
      limit: number,
    ): Promise<DirectorySite[]> {
      const wanted =
        'ids' in which
          ? sql`s.site_id = any(${sql.val(which.ids)}::text[])`
          : sql`s.site_id > ${which.after}`;
      const { rows } = await sql<OpenSite>`
        select s.site_id as id, s.url, s.title, s.description, s.parent_id as parent
        from (${newest(run)}) s
        where s.personal and s.owner_drive_id is null and ${wanted}
        order by s.site_id limit ${limit}`.execute(db);
      return rows.map(({ parent, ...site }) => ({ ...site, parentId: parent, owner: UNKNOWN }));
    },
  };
}

interface OpenSite extends Pick<DirectorySite, 'id' | 'url' | 'title' | 'description'> {
  readonly parent: string | null;
}

const UNKNOWN = { driveId: null, userId: null, displayName: null, principalName: null };

/** The last row of each site that is not removed. */
const newest = (run: number) => sql`
  select * from (
    select distinct on (site_id) * from staged_sites
    where run = ${run}::int order by site_id, step desc) latest
  where not removed`;
