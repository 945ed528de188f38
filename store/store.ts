import type { Kysely } from 'kysely';
import { createAccounts } from './accounts.ts';
import { createAudit } from './audit.ts';
import { createCanaryMailboxes } from './canary-mailboxes.ts';
import { createConnections } from './connections.ts';
import { createConsentLinks } from './consent-links.ts';
import { createConsents } from './consents.ts';
import { createDirectory } from './directory.ts';
import { createEvents } from './events.ts';
import { createHealth } from './health.ts';
import { createHeldRemovals } from './held-removals.ts';
import { createLanguages } from './languages.ts';
import { createMailPreferences } from './mail-preferences.ts';
import { createMailboxes } from './mailboxes.ts';
import { createMails } from './mails.ts';
import { createNotifications } from './notifications.ts';
import { createOperatorAlerts } from './operator-alerts.ts';
import { createPeople } from './people.ts';
import { createPublished } from './published.ts';
import { createRuns } from './runs/runs.ts';
import { createSiteDrives } from './site-drives.ts';
import type { Database } from './schema.ts';
import { createWebhookDeliveries } from './webhook-deliveries.ts';
import { createWebhookEndpoints } from './webhook-endpoints.ts';

/** Everything that the product stores, in one database. */
export function createStore(db: Kysely<Database>, options: { mail?: boolean } = {}) {
  return {
    accounts: createAccounts(db),
    connections: createConnections(db),
    consents: createConsents(db),
    consentLinks: createConsentLinks(db),
    runs: { ...createRuns(db), ...createHeldRemovals(db) },
    mailboxes: createMailboxes(db),
    siteDrives: createSiteDrives(db),
    canaryMailboxes: createCanaryMailboxes(db),
    directory: createDirectory(db),
    published: createPublished(db),
    notifications: createNotifications(db),
    health: createHealth(db),
    operatorAlerts: createOperatorAlerts(db),
    webhookEndpoints: createWebhookEndpoints(db),
    webhookDeliveries: createWebhookDeliveries(db),
    events: createEvents(db, options),
    mails: createMails(db),
    mailPreferences: createMailPreferences(db),
    languages: createLanguages(db),
    people: createPeople(db),
    audit: createAudit(db),
  };
}

export type Store = ReturnType<typeof createStore>;
