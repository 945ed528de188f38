import { type AccountView, SERVICE_NAMES } from '../domain/account.ts';
import { CONSENT_KINDS, CONSENTS } from '../domain/consents.ts';
import type { QuarantineView } from '../domain/quarantine.ts';
import { STATE_SENTENCES } from '../domain/provisioning.ts';

/** The account's status in Markdown, for operators in the Temporal UI. */
export function currentDetails(view: AccountView): string {
  const lines = [
    `**${SERVICE_NAMES[view.service]}** for organization \`${view.organizationId}\``,
    '',
    `${STATE_SENTENCES[view.state]} Since ${view.stateSince}.`,
  ];
  if (view.attention) lines.push('', `**Needs attention:** ${view.attention.message}`);
  lines.push('', `- Tenant: ${view.tenantId ? `\`${view.tenantId}\`` : 'not known yet'}`);
  for (const kind of CONSENT_KINDS) lines.push(consentLine(view, kind));
  if (view.quarantine) lines.push(quarantineLine(view.quarantine));
  if (view.method === 'all') lines.push('- Synchronizes all users and groups');
  if (view.method === 'selected') lines.push(`- Synchronizes ${view.targetCount} selected users`);
  if (view.runId) lines.push(`- Synchronization run: \`${view.runId}\``);
  if (view.nextSynchronizationAt)
    lines.push(`- Next synchronization: ${view.nextSynchronizationAt}`);
  if (view.removalStep) lines.push(`- Removal step: ${view.removalStep}`);
  return lines.join('\n');
}

function quarantineLine({ adapter, since, findings }: QuarantineView): string {
  const tried = findings
    .map(({ adapter: by, outcome, code }) => `${by} ${outcome}${code ? ` (${code})` : ''}`)
    .join(', ');
  return `- Quarantine: ${adapter ?? 'none'} since ${since}; tried: ${tried}`;
}

function consentLine(view: AccountView, kind: (typeof CONSENT_KINDS)[number]): string {
  const { status, failure, changedAt } = view.consents[kind];
  const reason = failure ? ` (${failure})` : '';
  return `- Consent to ${CONSENTS[kind].resourceName}: ${status}${reason}, ${changedAt}`;
}
