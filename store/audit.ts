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
        organizationId: event.organizationId,
        accountId: event.accountId ?? null,
        tenantId: event.tenantId ?? null,
        actorId: event.actor.id,
        actorName: event.actor.name,
        action: event.action,
        correlationId: event.correlationId,
        details: JSON.stringify(event.details ?? {}),
        dedupeKey: event.dedupeKey ?? null,
      }));
      await db
        .insertInto('auditEvents')
        .values(rows)
        .onConflict((conflict) => conflict.column('dedupeKey').doNothing())
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
        .selectFrom('auditEvents')
        .selectAll()
        .where('organizationId', '=', organizationId);
      if (accountId) query = query.where('accountId', '=', accountId);
      if (before !== undefined) query = query.where('eventId', '<', before);
      return query.orderBy('eventId', 'desc').limit(limit).execute();
    },
  };
}
