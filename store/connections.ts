/**
 * Connections: each is the bond of an organization with its tenant, held by the accounts of its services.
 * Whoever changes the holders locks the connection first, so of two at the same moment one waits for the other.
 */
import type { Kysely } from 'kysely';
import type { Method } from '../domain/account.ts';
import type { Service } from '../domain/services/services.ts';
import { ProvostError } from '../domain/failures.ts';
import { refuseRemoved } from './refuse-removed.ts';
import type { Database } from './schema.ts';

export interface Holder {
  readonly accountId: string;
  readonly service: Service;
  /** Null until the account has claimed it. */
  readonly method: Method | null;
}

export interface Connected {
  readonly tenantId: string;
  readonly tenantName: string;
  /** Sorted by service. */
  readonly holders: readonly Holder[];
}

interface TenantClaim {
  readonly organizationId: string;
  readonly accountId: string;
  readonly service: Service;
  readonly tenantId: string;
  readonly tenantName: string;
}

export function createConnections(db: Kysely<Database>) {
  return {
    /**
     * Makes the account a holder of its organization's connection with the tenant. The first account
     * creates the connection and names the tenant. While it is the only holder, it may move the
     * connection to another tenant. Idempotent.
     * @throws ProvostError TenantMismatch if other accounts hold the connection with another tenant;
     * TenantTaken, without naming the other organization; WrongState if the account is being removed,
     * because a late claim must not outlive the release.
     */
    claimTenant: (claim: TenantClaim): Promise<void> =>
      db
        .transaction()
        .execute(async (trx) => {
          await refuseRemoved(trx, claim.accountId);
          const connected = await connect(trx, claim);
          if (connected.tenantId !== claim.tenantId) await move(trx, claim);
          await join(trx, claim);
        })
        .catch((error: unknown) => {
          throw isTaken(error) ? new ProvostError('TenantTaken') : error;
        }),

    /**
     * Sets the account's method. All holders of a connection use the same one. Idempotent.
     * @throws ProvostError MethodDiffers with the services that use the other method; WrongState if
     * the account is being removed.
     */
    claimMethod: ({
      organizationId,
      accountId,
      method,
    }: {
      organizationId: string;
      accountId: string;
      method: Method;
    }): Promise<void> =>
      db.transaction().execute(async (trx) => {
        await refuseRemoved(trx, accountId);
        await lock(trx, organizationId);
        const holders = await holdersOf(trx, organizationId);
        if (!holders.some((holder) => holder.accountId === accountId))
          throw new Error(`Account ${accountId} must hold a connection before it claims a method`);
        requireSameMethod(
          holders.filter((holder) => holder.accountId !== accountId),
          method,
        );
        await trx
          .updateTable('connectionHolders')
          .set({ method })
          .where('accountId', '=', accountId)
          .execute();
      }),

    /** The account holds its connection no longer. With the last holder, the connection goes. Idempotent. */
    release: (accountId: string): Promise<void> =>
      db.transaction().execute((trx) => release(trx, accountId)),

    /** Renames the tenant. Does nothing if the account does not hold a connection with it. */
    async rename({
      accountId,
      tenantId,
      tenantName,
    }: Readonly<Record<'accountId' | 'tenantId' | 'tenantName', string>>): Promise<void> {
      await db
        .updateTable('connections')
        .from('connectionHolders')
        .set({ tenantName })
        .whereRef('connections.organizationId', '=', 'connectionHolders.organizationId')
        .where('connectionHolders.accountId', '=', accountId)
        .where('connections.tenantId', '=', tenantId)
        .execute();
    },

    /** The organization's connection, or null. */
    async of(organizationId: string): Promise<Connected | null> {
      const rows = await db
        .selectFrom('connections as c')
        .innerJoin('connectionHolders as h', 'h.organizationId', 'c.organizationId')
        .select(['c.tenantId', 'c.tenantName', 'h.accountId', 'h.service', 'h.method'])
        .where('c.organizationId', '=', organizationId)
        .orderBy('h.service')
        .execute();
      if (!rows[0]) return null;
      const { tenantId, tenantName } = rows[0];
      const holders = rows.map(({ accountId, service, method }) => ({
        accountId,
        service,
        method,
      }));
      return { tenantId, tenantName, holders };
    },
  };
}

/** Releases the account's hold in the caller's transaction. */
export async function release(trx: Kysely<Database>, accountId: string): Promise<void> {
  const held = await trx
    .selectFrom('connectionHolders')
    .select('organizationId')
    .where('accountId', '=', accountId)
    .executeTakeFirst();
  if (!held) return;
  await lock(trx, held.organizationId);
  await trx.deleteFrom('connectionHolders').where('accountId', '=', accountId).execute();
  const left = await holdersOf(trx, held.organizationId);
  if (left.length > 0) return;
  await trx.deleteFrom('connections').where('organizationId', '=', held.organizationId).execute();
}

/** The organization's connection, created if there is none, and locked: an update of nothing locks the row. */
const connect = (
  trx: Kysely<Database>,
  { organizationId, tenantId, tenantName }: TenantClaim,
): Promise<{ tenantId: string }> =>
  trx
    .insertInto('connections')
    .values({ organizationId, tenantId, tenantName })
    .onConflict((conflict) => conflict.column('organizationId').doUpdateSet({ organizationId }))
    .returning('tenantId')
    .executeTakeFirstOrThrow();

/** @throws ProvostError TenantMismatch */
async function move(
  trx: Kysely<Database>,
  { organizationId, accountId, tenantId, tenantName }: TenantClaim,
): Promise<void> {
  const holders = await holdersOf(trx, organizationId);
  if (holders.some((holder) => holder.accountId !== accountId))
    throw new ProvostError('TenantMismatch');
  await trx
    .updateTable('connections')
    .set({ tenantId, tenantName })
    .where('organizationId', '=', organizationId)
    .execute();
}

async function join(
  trx: Kysely<Database>,
  { organizationId, accountId, service }: TenantClaim,
): Promise<void> {
  await trx
    .insertInto('connectionHolders')
    .values({ accountId, organizationId, service })
    .onConflict((conflict) => conflict.column('accountId').doNothing())
    .execute();
}

async function lock(trx: Kysely<Database>, organizationId: string): Promise<void> {
  await trx
    .selectFrom('connections')
    .select('organizationId')
    .where('organizationId', '=', organizationId)
    .forUpdate()
    .execute();
}

function holdersOf(trx: Kysely<Database>, organizationId: string): Promise<Holder[]> {
  return trx
    .selectFrom('connectionHolders')
    .select(['accountId', 'service', 'method'])
    .where('organizationId', '=', organizationId)
    .orderBy('service')
    .execute();
}

/** @throws ProvostError MethodDiffers */
function requireSameMethod(others: readonly Holder[], wanted: Method): void {
  const differing = others.filter(({ method }) => method !== null && method !== wanted);
  const [first] = differing;
  if (!first) return;
  const services = differing.map(({ service }) => service);
  throw new ProvostError('MethodDiffers', undefined, {
    details: { services, method: first.method },
  });
}

/** Whether another organization has the tenant: the database lets only one have it. */
const isTaken = (error: unknown): boolean =>
  error instanceof Error &&
  'constraint' in error &&
  error.constraint === 'connections_tenant_id_key';
