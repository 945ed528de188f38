import { sleep } from '@temporalio/workflow';
import { CONSENT_LINK_REMINDER } from '../../domain/mails.ts';
import { expireConsentLink, mailConsentLink, remindOfConsentLink } from '../activity-proxies.ts';

/**
 * The life of a consent link that is sent by mail: sent, reminded of once, and at last expired. Whether it was used
 * or revoked in the meantime is looked up when it matters, so no message about that can be lost.
 */
export async function ConsentLinkWorkflow(link: {
  id: string;
  /** ISO 8601. */
  expiresAt: string;
}): Promise<void> {
  const { id } = link;
  const expiresAt = Date.parse(link.expiresAt);
  await mailConsentLink({ id });
  await sleep(Math.min(CONSENT_LINK_REMINDER, left(expiresAt)));
  if (left(expiresAt) > 0) await remindOfConsentLink({ id });
  await sleep(left(expiresAt));
  await expireConsentLink({ id });
}

const left = (until: number): number => Math.max(0, until - Date.now());
