import { type AccountView, consentView, sentenceOf } from '../../domain/account.ts';
import { SERVICES } from '../../domain/services/services.ts';
import { type ConsentKind, CONSENTS, consentsOf } from '../../domain/consents.ts';
import { allowListDeadline, ewsStateOf, type QuarantineView } from '../../domain/quarantine.ts';
import { toldOf } from '../../domain/reasons.ts';
import { texts } from '../../domain/sentences/reasons/en.ts';
import { tell } from '../../domain/sentences/reasons/tell.ts';

/** The account's status in Markdown, for operators in the Temporal UI. */
export function currentDetails(view: AccountView): string {
  const lines = [
    `**${SERVICES[view.service].name}** for organization \`${view.organizationId}\``,
    '',
    `${sentenceOf(view)} Since ${view.stateSince}.`,
  ];
  lines.push(...attentionLines(view));
  lines.push('', `- Tenant: ${view.tenantId ? `\`${view.tenantId}\`` : 'not known yet'}`);
  for (const kind of consentsOf(view.service)) lines.push(consentLine(view, kind));
  if (view.quarantine) lines.push(...quarantineLines(view.quarantine));
  if (view.canaryUserId) lines.push(`- Mailbox of the quarantine check: \`${view.canaryUserId}\``);
  if (view.method === 'all') lines.push('- Synchronizes everything');
  if (view.method === 'selected')
    lines.push(`- Synchronizes ${view.targetCount} selected ${SERVICES[view.service].target}s`);
  if (view.licensed === false) lines.push('- The tenant has no license for the service');
  if (view.pendingTargets?.length)
    lines.push(`- Selected, but not there yet: ${view.pendingTargets.length}`);
  if (view.runId) lines.push(`- Synchronization run: \`${view.runId}\``);
  if (view.nextSynchronizationAt)
    lines.push(`- Next synchronization: ${view.nextSynchronizationAt}`);
  if (view.removalStep) lines.push(`- Removal step: ${view.removalStep}`);
  return lines.join('\n');
}

/** What needs a person, since when, whose turn it is and what to do. */
function attentionLines({
  attention,
  service,
  state,
  stateSince,
  quarantine,
}: AccountView): string[] {
  const ews = quarantine ? ewsStateOf(quarantine, Date.now()) : null;
  const told = toldOf({ state, attention, ews });
  if (attention === null || told === null) return [];
  const setAt = quarantine?.allowListSetAt;
  const { title, turn, steps } = tell(
    texts.reasons[told],
    {
      service: SERVICES[service].name,
      ...(setAt !== undefined && { until: new Date(allowListDeadline(setAt)).toISOString() }),
    },
    texts.unnamed,
  );
  // A removal that has stopped began earlier.
  const since = state === 'attentionRequired' ? ` Since ${stateSince}.` : '';
  return [
    '',
    `**Needs attention:** ${title} (\`${attention.reason}\`).${since}`,
    '',
    attention.message,
    '',
    turn,
    '',
    ...steps.map((step, index) => `${index + 1}. ${step}`),
    '',
  ];
}

function quarantineLines(quarantine: QuarantineView): string[] {
  const { adapter, since, findings } = quarantine;
  const tried = findings
    .map(({ adapter: by, outcome, code }) => `${by} ${outcome}${code ? ` (${code})` : ''}`)
    .join(', ');
  const line = `- Quarantine: ${adapter ?? 'none'} since ${since}; tried: ${tried}`;
  return [line, ...allowListLines(quarantine)];
}

function allowListLines(quarantine: QuarantineView): string[] {
  const { allowListSetAt: setAt } = quarantine;
  if (setAt === undefined) return [];
  const until = new Date(allowListDeadline(setAt)).toISOString();
  return ewsStateOf(quarantine, Date.now()) === 'setWithoutEffect'
    ? [`- EWS allowed list: set at ${setAt}, had no effect until ${until}; compare it again`]
    : [`- EWS allowed list: set at ${setAt}, not effective yet; can take until ${until}`];
}

function consentLine(view: AccountView, kind: ConsentKind): string {
  const { status, failure, changedAt } = consentView(view, kind);
  const reason = failure ? ` (${failure})` : '';
  return `- Consent to ${CONSENTS[kind].resourceName}: ${status}${reason}, ${changedAt}`;
}
