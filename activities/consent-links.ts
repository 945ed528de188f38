import { consentIsOpen } from '../domain/account.ts';
import type { AuditAction } from '../domain/audit.ts';
import type { MailKind } from '../domain/mails.ts';
import { SYSTEM } from '../store/audit.ts';
import { type ConsentLink, whyUnusable } from '../store/consent-links.ts';
import type { Dependencies } from './dependencies.ts';

/** Writes about consent links that are sent by mail. Each runs any number of times with one effect. */
export function createConsentLinkActivities({
  store,
  outgoing,
}: Pick<Dependencies, 'store' | 'outgoing'>) {
  return {
    /** Sends the link, unless it has ended. */
    async mailConsentLink({ id }: { id: string }): Promise<void> {
      const link = await store.consentLinks.byId(id);
      if (link && whyUnusable(link) === null) await queue(link, 'consentLink', null);
    },

    /** Reminds of the link, if the account still waits for it and the recipient has not asked for silence. */
    async remindOfConsentLink({ id }: { id: string }): Promise<void> {
      const link = await store.consentLinks.byId(id);
      if (!link || link.mutedAt || whyUnusable(link) !== null || !(await isAwaited(link))) return;
      await audit(link, 'consent.linkReminded');
      await queue(link, 'consentLinkReminder', null);
      await store.consentLinks.markReminded(link);
    },

    /** Ends the link, and tells who made it if the account still waits for the consent. */
    async expireConsentLink({ id }: { id: string }): Promise<void> {
      const link = await store.consentLinks.expire(id);
      if (!link || !(await isAwaited(link))) return;
      const { accountId, organizationId, service } = link;
      await audit(link, 'consent.linkExpired');
      await store.notifications.notify({
        accountId,
        organizationId,
        service,
        kind: 'consentLinkExpired',
        reason: null,
        dedupeKey: `${id}/expired`,
      });
      if (await senderWants(link)) await queue(link, 'consentLinkExpired', link.createdBy);
    },
  };

  async function queue(link: ConsentLink, kind: MailKind, userId: string | null): Promise<void> {
    const { organizationId, linkId } = link;
    const id = await store.mails.queueForLink({ organizationId, kind, linkId, userId });
    await outgoing.start([{ channel: 'mail', id }]);
  }

  /** Whether the account waits for the step that the link is for. */
  async function isAwaited({ accountId, kind }: ConsentLink): Promise<boolean> {
    const account = await store.accounts.byId(accountId);
    return account !== null && account.closedAt === null && consentIsOpen(account.view, kind);
  }

  /** Whether the sender is still a member who wants to be told. */
  async function senderWants({ createdBy, organizationId }: ConsentLink): Promise<boolean> {
    const member = await store.people.member(createdBy, organizationId);
    if (!member) return false;
    const person = { userId: createdBy, organizationId };
    return store.mailPreferences.wants(person, member.role, 'consentLinkExpired');
  }

  function audit(link: ConsentLink, action: AuditAction): Promise<void> {
    const { organizationId, accountId, kind, linkId, createdByEmail: madeBy } = link;
    return store.audit.write({
      organizationId,
      accountId,
      actor: SYSTEM,
      action,
      correlationId: linkId,
      details: { kind, linkId, madeBy },
      dedupeKey: `${linkId}/${action}`,
    });
  }
}
