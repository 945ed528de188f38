import type { Kysely } from 'kysely';
import { randomUUID } from 'node:crypto';
import type { OperatorAlertKind } from '../domain/operator-alerts.ts';
import type { Database } from './schema.ts';

interface Alert {
  readonly kind: OperatorAlertKind;
  /** What it is about, such as a registration. */
  readonly subject: string;
}

/** Alerts to operators. Whichever account meets it, one is open for each kind and subject. */
export function createOperatorAlerts(db: Kysely<Database>) {
  return {
    /** @returns true if this opened the alert, false if it was open already. */
    async open({ kind, subject }: Alert): Promise<boolean> {
      const opened = await db
        .insertInto('operatorAlerts')
        .values({ alertId: randomUUID(), kind, subject, openedAt: new Date(), closedAt: null })
        .onConflict((conflict) =>
          conflict.columns(['kind', 'subject']).where('closedAt', 'is', null).doNothing(),
        )
        .returning('alertId')
        .executeTakeFirst();
      return opened !== undefined;
    },

    /** @returns since when it was open; null if none was. */
    async close({ kind, subject }: Alert): Promise<Date | null> {
      const closed = await db
        .updateTable('operatorAlerts')
        .set({ closedAt: new Date() })
        .where('kind', '=', kind)
        .where('subject', '=', subject)
        .where('closedAt', 'is', null)
        .returning('openedAt')
        .executeTakeFirst();
      return closed?.openedAt ?? null;
    },
  };
}
