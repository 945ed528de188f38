import type { Kysely } from 'kysely';
import type { AccountView } from '../domain/account.ts';
import type { Service } from '../domain/services/services.ts';
import { announcement } from './change-feed.ts';
import { release } from './connections.ts';
import type { Database } from './schema.ts';

/** An account as last recorded by its workflow. */
export interface StoredAccount {
  readonly view: AccountView;
  readonly openedAt: Date;
  readonly updatedAt: Date;
  readonly closedAt: Date | null;
  readonly tenantName: string | null;
}

/** Authorized accounts. */
export function createAccounts(db: Kysely<Database>) {
  return {
    /**
     * Stores the newest view of an account. A late or repeated view (lower or
     * equal revision) changes nothing.
     */
    async record(view: AccountView): Promise<void> {
      if (view.revision !== FIRST_REVISION) return upsertView(db, view, new Date());
      await db.transaction().execute(async (trx) => {
        const now = new Date();
        await closeAbandoned(trx, view, now);
        await upsertView(trx, view, now);
      });
    },

    /** The open account of an organization and service, or null. */
    async find(organizationId: string, service: Service): Promise<StoredAccount | null> {
      const row = await accountQuery(db)
        .where('accounts.organization_id', '=', organizationId)
        .where('accounts.service', '=', service)
        .where('accounts.closed_at', 'is', null)
        .executeTakeFirst();
      return row ? toStored(row) : null;
    },

    /** The account with this id, open or closed, or null. */
    async byId(accountId: string): Promise<StoredAccount | null> {
      const row = await accountQuery(db)
        .where('accounts.account_id', '=', accountId)
        .executeTakeFirst();
      return row ? toStored(row) : null;
    },
  };
}

/** The revision of every account's first view. */
const FIRST_REVISION = 1;

async function upsertView(db: Kysely<Database>, view: AccountView, now: Date): Promise<void> {
  const { accountId, organizationId } = view;
  const row = {
    state: view.state,
    revision: view.revision,
    tenant_id: view.tenantId,
    method: view.method,
    view: JSON.stringify(view),
    updated_at: now,
    closed_at: view.state === 'removed' ? now : null,
  };
  await db
    .with('kept', (query) =>
      query
        .insertInto('accounts')
        .values({
          ...row,
          account_id: accountId,
          organization_id: organizationId,
          service: view.service,
        })
        .onConflict((conflict) =>
          conflict
            .column('account_id')
            .doUpdateSet(row)
            .where('accounts.revision', '<', view.revision),
        )
        .returning('account_id'),
    )
    .selectFrom('kept')
    .select(announcement({ organizationId, topic: 'account' }))
    .execute();
}

/**
 * Each organization and service has at most one open workflow. An account that is
 * still open when another one starts has lost its workflow (terminated or failed). Nobody will remove
 * it, so it must not keep the organization's tenant and method.
 */
async function closeAbandoned(trx: Kysely<Database>, view: AccountView, now: Date): Promise<void> {
  const closed = await trx
    .updateTable('accounts')
    .set({ closed_at: now, updated_at: now })
    .where('organization_id', '=', view.organizationId)
    .where('service', '=', view.service)
    .where('account_id', '!=', view.accountId)
    .where('closed_at', 'is', null)
    .returning('account_id')
    .execute();
  for (const { account_id } of closed) await release(trx, account_id);
}

function accountQuery(db: Kysely<Database>) {
  return db
    .selectFrom('accounts')
    .leftJoin('connection_holders', 'connection_holders.account_id', 'accounts.account_id')
    .leftJoin('connections', 'connections.organization_id', 'connection_holders.organization_id')
    .select([
      'accounts.view',
      'accounts.opened_at',
      'accounts.updated_at',
      'accounts.closed_at',
      'connections.tenant_name',
    ]);
}

function toStored(row: {
  view: AccountView;
  opened_at: Date;
  updated_at: Date;
  closed_at: Date | null;
  tenant_name: string | null;
}): StoredAccount {
  return {
    view: row.view,
    openedAt: row.opened_at,
    updatedAt: row.updated_at,
    closedAt: row.closed_at,
    tenantName: row.tenant_name,
  };
}
