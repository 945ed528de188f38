import type { AuditAction } from '../../../../domain/audit.ts';

/** The kind of event, shown as an icon and a color. */
export type Tone = 'success' | 'danger' | 'warning' | 'removal' | 'person' | 'system';

const TONES: Partial<Record<AuditAction, Tone>> = {
  'account.protected': 'success',
  'consent.granted': 'success',
  'account.attentionRequired': 'danger',
  'synchronization.removalsHeld': 'warning',
  'quarantine.none': 'warning',
  'targets.refused': 'warning',
  'consent.unconfirmed': 'warning',
  'consent.refuse': 'danger',
  'consent.declined': 'danger',
  'consent.refused': 'danger',
  'consent.revoked': 'danger',
  'consent.expired': 'warning',
  'account.remove': 'removal',
  'account.removing': 'removal',
  'account.removed': 'removal',
  'removal.stopSynchronization': 'removal',
  'removal.deleteDirectory': 'removal',
  'removal.releaseTenant': 'removal',
  'removal.notify': 'removal',
  'removal.failed': 'danger',
  'removal.retried': 'removal',
  'account.start': 'person',
  'check.request': 'person',
  'synchronization.request': 'person',
  'synchronization.allowHeldRemovals': 'person',
  'synchronization.rejectHeldRemovals': 'person',
  'synchronization.schedule': 'person',
  'quarantine.nameMailbox': 'person',
  'quarantine.reportAllowList': 'person',
  'targets.submit': 'person',
  'consent.begin': 'person',
  'consent.link': 'person',
  'consent.linkUsed': 'person',
  'consent.signIn': 'person',
  'consent.return': 'person',
};

/** The tone of an action; `system` for unknown ones. */
export function toneOf(action: AuditAction | null): Tone {
  return (action && TONES[action]) ?? 'system';
}
