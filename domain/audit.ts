/** Every action that the audit trail can contain. Each language of the console has a text for each. */
export const AUDIT_ACTIONS = [
  // Requested in the console
  'account.start',
  'account.remove',
  'check.request',
  'synchronization.request',
  'synchronization.allowHeldRemovals',
  'synchronization.rejectHeldRemovals',
  'synchronization.schedule',
  'quarantine.nameMailbox',
  'quarantine.reportAllowList',
  'targets.submit',
  'consent.begin',
  'consent.link',
  'webhook.create',
  'webhook.change',
  'webhook.rotate',
  'webhook.delete',
  'webhook.test',
  'webhook.redeliver',
  'consent.linkMailed',
  'consent.linkRevoked',
  'mail.preferences',

  // In the Global Administrator's browser
  'consent.linkUsed',
  'consent.linkMuted',
  'consent.signIn',
  'consent.return',
  'consent.refuse',

  // From a link in a mail
  'mail.unsubscribe',

  // Decided by the workflow of a consent link
  'consent.linkReminded',
  'consent.linkExpired',

  // Decided by the account's workflow
  'account.opened',
  'account.awaitingConsent',
  'account.verifyingGrant',
  'account.verifyingQuarantine',
  'account.awaitingTargets',
  'account.synchronizing',
  'account.protected',
  'account.attentionRequired',
  'account.removing',
  'account.removed',
  'consent.waitingForAdministrator',
  'consent.sent',
  'consent.unconfirmed',
  'consent.checking',
  'consent.granted',
  'consent.notNeeded',
  'consent.declined',
  'consent.refused',
  'consent.expired',
  'consent.revoked',
  'quarantine.graph',
  'quarantine.ews',
  'quarantine.none',
  'quarantine.found',
  'quarantine.mailboxNamed',
  'quarantine.mailboxUnnamed',
  'quarantine.allowListSet',
  'targets.chosen',
  'targets.refused',
  'synchronization.started',
  'synchronization.removalsHeld',
  'synchronization.heldRemovalsAllowed',
  'synchronization.heldRemovalsRejected',
  'synchronization.scheduled',
  'synchronization.unscheduled',
  'removal.stopSynchronization',
  'removal.deleteDirectory',
  'removal.releaseTenant',
  'removal.notify',
  'removal.failed',
  'removal.retried',

  // By the delivery of webhooks
  'webhook.disabled',
] as const;
export type AuditAction = (typeof AUDIT_ACTIONS)[number];

/** A change of an account, as its workflow has it recorded. */
export interface AuditedChange {
  /** The revision that the change made. */
  readonly revision: number;
  readonly action: AuditAction;
  /** Object ids and reasons. Never a name or an address: these would stay in histories. */
  readonly details?: Readonly<Record<string, string | number>>;
}
