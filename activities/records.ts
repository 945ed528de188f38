import { type AttentionReason, isQuiet, type QuietReason } from '../domain/reasons.ts';
import type { AccountNotificationKind, AccountView } from '../domain/account.ts';
import type { AuditedChange } from '../domain/audit.ts';
import { type ConsentKind, readingConsent } from '../domain/consents.ts';
import { eventsOf } from '../domain/events.ts';
import { SYSTEM } from '../store/audit.ts';
import { announceEvent } from './announce.ts';
import { closeAlert, credentialSubject, openAlert } from './operator-alerts.ts';
import type { AccountReference, Dependencies } from './dependencies.ts';

/** Records an account's state and notifies the organization. */
export function createRecordActivities({
  store,
  outgoing,
  alertOperators,
}: Pick<Dependencies, 'store' | 'outgoing' | 'alertOperators'>) {
  return {
    /** Stores the newest view of the account, and an audit event for each change that led to it. */
    async recordAccount(record: {
      view: AccountView;
      changes: readonly AuditedChange[];
      correlationId: string;
    }): Promise<void> {
      const { view, changes, correlationId } = record;
      // Audit events first: storing the view notifies listeners, which then read the audit trail.
      const { organizationId, accountId, tenantId } = view;
      const about = { organizationId, accountId, tenantId, actor: SYSTEM, correlationId };
      const eventOf = ({ revision, action, details }: AuditedChange) => ({
        ...about,
        action,
        details,
        dedupeKey: `${accountId}/${revision}`,
      });
      await store.audit.write(...changes.map(eventOf));
      await store.accounts.record(view);
    },

    /** Notifies the organization and announces the events, once per kind and incident. */
    async notify(
      notice: AccountReference & {
        kind: AccountNotificationKind;
        reason: AttentionReason | null;
        incident: number;
        /** Missing in older histories, as is what follows. */
        tenantId?: string | null;
        consent?: ConsentKind | null;
        /** Since when it needed a person, of what has recovered. */
        since?: string;
      },
    ): Promise<void> {
      const { accountId, organizationId, service, kind, reason, incident } = notice;
      if (reason !== null && isQuiet(reason))
        return tellOperators({ store, alertOperators }, { ...notice, reason });
      const dedupeKey = `${accountId}/${kind}/${incident}`;
      await store.notifications.notify({
        accountId,
        organizationId,
        service,
        kind,
        reason,
        dedupeKey,
      });
      const { tenantId = null, consent, since } = notice;
      for (const type of eventsOf(kind, reason)) {
        const data = {
          service,
          tenantId,
          ...(reason && { reason }),
          ...(consent && { consent }),
          ...(since && { since }),
        };
        const event = { organizationId, accountId, type, data, dedupeKey: `${dedupeKey}/${type}` };
        await announceEvent({ store, outgoing }, event);
      }
    },
  };
}

/** The customer can do nothing: the page says it, and whoever can do something is alerted. */
async function tellOperators(
  dependencies: Pick<Dependencies, 'store' | 'alertOperators'>,
  notice: AccountReference & {
    kind: AccountNotificationKind;
    reason: QuietReason;
    consent?: ConsentKind | null;
  },
): Promise<void> {
  const { organizationId, service, reason, kind } = notice;
  if (reason === 'unexpectedFailure') {
    const tell = kind === 'attentionRequired' ? openAlert : closeAlert;
    return tell(dependencies, reason, `${service}/${organizationId}`);
  }
  // Whether it is over, any account's check shows.
  if (kind !== 'attentionRequired') return;
  const subject = credentialSubject(notice.consent ?? readingConsent(service));
  await openAlert(dependencies, reason, subject);
}
