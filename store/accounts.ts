import type { Kysely } from 'kysely';
import type { AccountView } from '../domain/account.ts';
import type { Service } from '../domain/services/services.ts';
import { ProvostError } from '../domain/failures.ts';
import { announcement } from './change-feed.ts';
import type { Database } from './schema.ts';

/** An account as last recorded by its workflow. */
export interface StoredAccount {
  readonly view: AccountView;
  readonly openedAt: Date;
  readonly updatedAt: Date;
  readonly closedAt: Date | null;
  readonly tenantName: string | null;
}

/** Authorized accounts and their tenant claims. */
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

    /**
     * Claims a tenant for the account's organization and releases any other tenant
     * of the account. Idempotent.
     * @throws ProvostError TenantTaken, without naming the other organization; WrongState if the
     * account is being removed, because a late claim must not outlive the release.
     */
    claimTenant: (claim: {
      tenantId: string;
      organizationId: string;
      accountId: string;
      tenantName: string;
    }): Promise<void> =>
      db.transaction().execute(async (trx) => {
        await refuseRemoved(trx, claim.accountId);
        const held = await trx
          .insertInto('tenant_claims')
          .values({
            tenant_id: claim.tenantId,
            organization_id: claim.organizationId,
            account_id: claim.accountId,
            tenant_name: claim.tenantName,
          })
          .onConflict((conflict) =>
            conflict
              .column('tenant_id')
              .doUpdateSet({ account_id: claim.accountId, tenant_name: claim.tenantName })
              .where('tenant_claims.organization_id', '=', claim.organizationId),
          )
          .returning('tenant_id')
          .executeTakeFirst();
        if (!held) throw new ProvostError('TenantTaken');
        await trx
          .deleteFrom('tenant_claims')
          .where('account_id', '=', claim.accountId)
          .where('tenant_id', '!=', claim.tenantId)
          .execute();
      }),

    /** Renames the account's tenant. Does nothing if the account no longer holds it. */
    async nameTenant({
      accountId,
      tenantId,
      tenantName,
    }: Readonly<Record<'accountId' | 'tenantId' | 'tenantName', string>>): Promise<void> {
      await db
        .updateTable('tenant_claims')
        .set({ tenant_name: tenantName })
        .where('tenant_id', '=', tenantId)
        .where('account_id', '=', accountId)
        .execute();
    },

    /** Releases the account's tenant, if it has one. */
    async releaseTenant(accountId: string): Promise<void> {
      await db.deleteFrom('tenant_claims').where('account_id', '=', accountId).execute();
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
 * still open when another one starts has lost its workflow (terminated or failed).
 */
async function closeAbandoned(trx: Kysely<Database>, view: AccountView, now: Date): Promise<void> {
  await trx
    .updateTable('accounts')
    .set({ closed_at: now, updated_at: now })
    .where('organization_id', '=', view.organizationId)
    .where('service', '=', view.service)
    .where('account_id', '!=', view.accountId)
    .where('closed_at', 'is', null)
    .execute();
}

/**
 * Locks the account's row until the transaction ends: a removal waits for the writes that it must
 * undo. With `forUpdate`, other callers wait too.
 * @throws ProvostError WrongState if the account is being removed.
 */
export async function refuseRemoved(
  trx: Kysely<Database>,
  accountId: string,
  hold: 'forShare' | 'forUpdate' = 'forShare',
): Promise<void> {
  const query = trx.selectFrom('accounts').select('state').where('account_id', '=', accountId);
  const account = await query[hold]().executeTakeFirst();
  if (account?.state === 'removing' || account?.state === 'removed') {
    throw new ProvostError('WrongState');
  }
}

function accountQuery(db: Kysely<Database>) {
  return db
    .selectFrom('accounts')
    .leftJoin('tenant_claims', 'tenant_claims.account_id', 'accounts.account_id')
    .select([
      'accounts.view',
      'accounts.opened_at',
      'accounts.updated_at',
      'accounts.closed_at',
      'tenant_claims.tenant_name',
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
