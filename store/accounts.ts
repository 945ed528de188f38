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
      const account = await accountQuery(db)
        .where('accounts.organizationId', '=', organizationId)
        .where('accounts.service', '=', service)
        .where('accounts.closedAt', 'is', null)
        .executeTakeFirst();
      return account ?? null;
    },

    /** The account with this id, open or closed, or null. */
    async byId(accountId: string): Promise<StoredAccount | null> {
      const account = await accountQuery(db)
        .where('accounts.accountId', '=', accountId)
        .executeTakeFirst();
      return account ?? null;
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
    tenantId: view.tenantId,
    method: view.method,
    view: JSON.stringify(view),
    updatedAt: now,
    closedAt: view.state === 'removed' ? now : null,
  };
  await db
    .with('kept', (query) =>
      query
        .insertInto('accounts')
        .values({
          ...row,
          accountId,
          organizationId,
          service: view.service,
        })
        .onConflict((conflict) =>
          conflict
            .column('accountId')
            .doUpdateSet(row)
            .where('accounts.revision', '<', view.revision),
        )
        .returning('accountId'),
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
    .set({ closedAt: now, updatedAt: now })
    .where('organizationId', '=', view.organizationId)
    .where('service', '=', view.service)
    .where('accountId', '!=', view.accountId)
    .where('closedAt', 'is', null)
    .returning('accountId')
    .execute();
  for (const { accountId } of closed) await release(trx, accountId);
}

function accountQuery(db: Kysely<Database>) {
  return db
    .selectFrom('accounts')
    .leftJoin('connectionHolders', 'connectionHolders.accountId', 'accounts.accountId')
    .leftJoin('connections', 'connections.organizationId', 'connectionHolders.organizationId')
    .select([
      'accounts.view',
      'accounts.openedAt',
      'accounts.updatedAt',
      'accounts.closedAt',
      'connections.tenantName',
    ]);
}
