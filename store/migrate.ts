import { type Kysely, type Migration, Migrator } from 'kysely';
import type { Database } from './schema.ts';
import { up as accounts } from './migrations/0001-accounts.ts';
import { up as consoleUsers } from './migrations/0002-console-users.ts';
import { up as consoleData } from './migrations/0003-console.ts';
import { up as synchronization } from './migrations/0004-synchronization.ts';
import { up as quarantine } from './migrations/0005-quarantine.ts';
import { up as boundedReading } from './migrations/0006-bounded-reading.ts';
import { up as consentAnswers } from './migrations/0007-consent-answers.ts';
import { up as mailboxCounts } from './migrations/0008-mailbox-counts.ts';
import { up as carriedItems } from './migrations/0009-carried-items.ts';
import { up as connections } from './migrations/0010-connections.ts';
import { up as sites } from './migrations/0011-sites.ts';
import { up as heldRemovals } from './migrations/0012-held-removals.ts';
import { up as licensedRuns } from './migrations/0013-licensed-runs.ts';
import { up as events } from './migrations/0014-events.ts';
import { up as health } from './migrations/0015-health.ts';
import { up as webhooks } from './migrations/0020-webhooks.ts';
import { up as mails } from './migrations/0022-mails.ts';
import { up as mailedLinks } from './migrations/0023-mailed-links.ts';

export const MIGRATIONS: Record<string, Migration> = {
  '0001-accounts': { up: accounts },
  '0002-console-users': { up: consoleUsers },
  '0003-console': { up: consoleData },
  '0004-synchronization': { up: synchronization },
  '0005-quarantine': { up: quarantine },
  '0006-bounded-reading': { up: boundedReading },
  '0007-consent-answers': { up: consentAnswers },
  '0008-mailbox-counts': { up: mailboxCounts },
  '0009-carried-items': { up: carriedItems },
  '0010-connections': { up: connections },
  '0011-sites': { up: sites },
  '0012-held-removals': { up: heldRemovals },
  '0013-licensed-runs': { up: licensedRuns },
  '0014-events': { up: events },
  '0015-health': { up: health },
  '0020-webhooks': { up: webhooks },
  '0022-mails': { up: mails },
  '0023-mailed-links': { up: mailedLinks },
};

/**
 * Migrates the database to the newest schema. Skips migrations already applied.
 * Processes that start at the same time wait for each other.
 */
export async function migrate(db: Kysely<Database>): Promise<void> {
  const migrator = new Migrator({ db, provider: { getMigrations: async () => MIGRATIONS } });
  const { error } = await migrator.migrateToLatest();
  if (error) throw error;
}
