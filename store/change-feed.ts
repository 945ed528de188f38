import { type Kysely, sql } from 'kysely';
import { z } from 'zod';
import type { Connection } from './connection.ts';
import type { Database } from './schema.ts';

const CHANNEL = 'provost_changes';

const changeSchema = z.object({
  organizationId: z.string(),
  topic: z.enum(['account', 'notification']),
});
/** Says only that something changed. Receivers read it again. */
export type Change = z.infer<typeof changeSchema>;

/** Announces a change. Inside a transaction it is sent on commit, and not sent on rollback. */
export async function announce(db: Kysely<Database>, change: Change): Promise<void> {
  await sql`select ${notifying(change)}`.execute(db);
}

/** The same as a column of a query, sent for each row: a change and its announcement in one statement. */
export const announcement = (change: Change) => notifying(change).as('announced');

const notifying = (change: Change) => sql`pg_notify(${CHANNEL}, ${JSON.stringify(change)})`;

/** Receives a change, or 'missed' if some may have been missed. */
export type ChangeListener = (change: Change | 'missed') => void;

/** Distributes the database's changes to the listeners in this process. */
export async function openChangeFeed(connection: Connection): Promise<{
  subscribe(listener: ChangeListener): () => void;
}> {
  const listeners = new Set<ChangeListener>();
  const emit = (change: Change | 'missed') => {
    for (const listener of listeners) listener(change);
  };
  await connection.listen(
    CHANNEL,
    // During an update, a newer version may send changes that this one cannot read.
    (payload) => emit(readChange(payload)),
    () => emit('missed'),
  );
  return {
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

function readChange(payload: string): Change | 'missed' {
  try {
    return changeSchema.parse(JSON.parse(payload));
  } catch {
    return 'missed';
  }
}
