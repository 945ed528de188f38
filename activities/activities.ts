import { createConsentActivities } from './consent.ts';
import type { Dependencies } from './dependencies.ts';
import { createDirectoryActivities } from './directory.ts';
import { createHealthActivities } from './health.ts';
import { createMailboxActivities } from './mailboxes.ts';
import { createConsentLinkActivities } from './consent-links.ts';
import { createMailActivities } from './mails.ts';
import { createQuarantineActivities } from './quarantine.ts';
import { createRecordActivities } from './records.ts';
import { createSiteActivities } from './sites.ts';
import { createDriveActivities } from './drives.ts';
import { createRemovalActivities } from './removal.ts';
import { createWebhookActivities } from './webhooks.ts';

/** All side effects of the workflows. All activities are idempotent. */
export function createActivities(dependencies: Dependencies) {
  return {
    ...createRecordActivities(dependencies),
    ...createConsentActivities(dependencies),
    ...createDirectoryActivities(dependencies),
    ...createMailboxActivities(dependencies),
    ...createQuarantineActivities(dependencies),
    ...createRemovalActivities(dependencies),
    ...createSiteActivities(dependencies),
    ...createDriveActivities(dependencies),
    ...createHealthActivities(dependencies),
    ...createWebhookActivities(dependencies),
    ...createMailActivities(dependencies),
    ...createConsentLinkActivities(dependencies),
  };
}

export type Activities = ReturnType<typeof createActivities>;
