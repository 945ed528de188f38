import type { Kysely } from 'kysely';
import type { AuditAction } from '../domain/audit.ts';
import type { Database } from './schema.ts';

/** Who did what, to which account and tenant, as part of which request. */
export interface AuditEvent {
  readonly organizationId: string;
  readonly accountId?: string | null;
  readonly tenantId?: string | null;
  readonly actor: { readonly id: string | null; readonly name: string };
  readonly action: AuditAction;
  readonly correlationId: string;
  /** Never a token, code, secret or password. */
  readonly details?: Readonly<Record<string, unknown>>;
  /** Set if the writer may run twice: the event is stored once. */
  readonly dedupeKey?: string;
}

/** The product itself as an actor. */
export const SYSTEM = { id: null, name: 'Provost' } as const;

/** The audit trail: append-only. */
export function createAudit(db: Kysely<Database>) {
  return {
    /** Appends the events in the given order. */
    async write(...events: readonly AuditEvent[]): Promise<void> {
      if (events.length === 0) return;
      const rows = events.map((event) => ({
        organization_id: event.organizationId,
        account_id: event.accountId ?? null,
        tenant_id: event.tenantId ?? null,
        actor_id: event.actor.id,
        actor_name: event.actor.name,
        action: event.action,
        correlation_id: event.correlationId,
        details: JSON.stringify(event.details ?? {}),
        dedupe_key: event.dedupeKey ?? null,
      }));
      await db
        .insertInto('audit_events')
        .values(rows)
        .onConflict((conflict) => conflict.column('dedupe_key').doNothing())
        .execute();
    },

    /**
     * The newest `limit` events of an organization, or of one of its accounts; with `before`, only
     * events older than that one.
     */
    list(
      organizationId: string,
      limit: number,
      { accountId, before }: { accountId?: string; before?: number } = {},
    ) {
      let query = db
        .selectFrom('audit_events')
        .selectAll()
        .where('organization_id', '=', organizationId);
      if (accountId) query = query.where('account_id', '=', accountId);
      if (before !== undefined) query = query.where('event_id', '<', before);
      return query.orderBy('event_id', 'desc').limit(limit).execute();
    },
  };
}
