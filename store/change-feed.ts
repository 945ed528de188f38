import { type Kysely, sql } from 'kysely';
import { z } from 'zod';
import type { Connection } from './database.ts';
import type { Database } from './schema.ts';

const CHANNEL = 'provost_changes';

const changeSchema = z.object({
  organizationId: z.string(),
  topic: z.enum(['account', 'notification']),
});
/** Says only that something changed; whoever cares reads it anew. */
export type Change = z.infer<typeof changeSchema>;

/** Announces a change; inside a transaction it is heard when that commits, and never if it does not. */
export async function announce(db: Kysely<Database>, change: Change): Promise<void> {
  await sql`select ${notifying(change)}`.execute(db);
}

/** The same as a column of a query, for each of its rows: a change and its announcement are one statement then. */
export const announcement = (change: Change) => notifying(change).as('announced');

const notifying = (change: Change) => sql`pg_notify(${CHANNEL}, ${JSON.stringify(change)})`;

/** Everything that listeners of this process are told: a change, or that some may have been missed. */
export type ChangeListener = (change: Change | 'missed') => void;

/** Fans the database's changes out to this process's listeners. */
export async function openChangeFeed(connection: Connection): Promise<{
  subscribe(listener: ChangeListener): () => void;
}> {
  const listeners = new Set<ChangeListener>();
  const tell = (change: Change | 'missed') => {
    for (const listener of listeners) listener(change);
  };
  await connection.listen(
    CHANNEL,
    // During an update a newer version may speak of what this one does not know.
    (payload) => tell(readChange(payload)),
    () => tell('missed'),
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
