import { makeStyles, Text, tokens } from '@fluentui/react-components';
import { useTranslation } from 'react-i18next';
import { AUDIT_ACTIONS, type AuditAction } from '../../../../domain/audit.ts';
import { consentsOf, serviceOfConsent } from '../../../../domain/consents.ts';
import { copiesOf, targetOf } from '../../../components/service.ts';
import { useFormat } from '../../../language/format.ts';
import { EventDisclosure } from './event-disclosure.tsx';
import { type EventFact, factsOf } from './event-facts.ts';
import { toneOf } from './tone.ts';
import { ToneIcon } from './tone-icon.tsx';
import type { AuditEvent } from './use-history.ts';
import { shortName } from '../../../language/short-name.ts';

const useStyles = makeStyles({
  item: {
    position: 'relative',
    display: 'grid',
    gridTemplateColumns: '2rem minmax(0, 1fr)',
    gap: `0 ${tokens.spacingHorizontalM}`,
    paddingBottom: tokens.spacingVerticalL,
    // The line that connects one event to the next.
    ':not(:last-child)::before': {
      content: '""',
      position: 'absolute',
      left: 'calc(1rem - 1px)',
      top: '2rem',
      bottom: 0,
      width: '2px',
      backgroundColor: tokens.colorNeutralStroke2,
    },
  },
  text: {
    display: 'flex',
    flexDirection: 'column',
    gap: tokens.spacingVerticalXXS,
    paddingTop: tokens.spacingVerticalXS,
  },
  foot: { display: 'flex', flexWrap: 'wrap', alignItems: 'baseline', gap: '0 0.75rem' },
  quiet: { color: tokens.colorNeutralForeground2, overflowWrap: 'anywhere' },
});

const isAction = (action: string): action is AuditAction =>
  (AUDIT_ACTIONS as readonly string[]).includes(action);

/** One event: what happened, its details, when and by whom. */
export function EventItem({ event }: { event: AuditEvent }) {
  const styles = useStyles();
  const { t } = useTranslation(['audit', 'common']);
  const { time } = useFormat();
  const action = isAction(event.action) ? event.action : null;
  const service = event.service ? t(`common:service.${event.service}`) : '';
  const sentence = action
    ? t(`action.${action}`, { service })
    : t('unknownAction', { action: event.action });
  return (
    <li className={styles.item}>
      <ToneIcon tone={toneOf(action)} />
      <div className={styles.text}>
        <Text weight="semibold">{sentence}</Text>
        {factsOf(event).map((fact) => (
          <Text key={fact.fact} className={styles.quiet} title={wholeNameIn(fact)}>
            <FactText fact={fact} service={event.service} />
          </Text>
        ))}
        <div className={styles.foot}>
          <Text size={200} className={styles.quiet} title={event.actor}>
            <time dateTime={event.at}>{time(event.at)}</time>{' '}
            {t('by', { name: shortName(event.actor) })}
          </Text>
          {service && (
            <Text size={200} className={styles.quiet}>
              {service}
            </Text>
          )}
          <EventDisclosure event={event} about={service ? `${sentence}, ${service}` : sentence} />
        </div>
      </div>
    </li>
  );
}

/** A name of any length is cut in its sentence. */
function wholeNameIn(fact: EventFact): string | undefined {
  if (fact.fact === 'administrator') return fact.name;
  return fact.fact === 'mailbox' ? fact.mailbox : undefined;
}

function FactText({ fact, service }: { fact: EventFact; service: AuditEvent['service'] }) {
  const { t } = useTranslation(['audit', 'common', 'failures', 'administration', 'reasons']);
  const copies = service && copiesOf(service);
  switch (fact.fact) {
    case 'step':
      return t('fact.step', {
        step: consentsOf(serviceOfConsent(fact.kind)).indexOf(fact.kind) + 1,
        consent: t(`common:consent.${fact.kind}`),
      });
    case 'administrator':
      return t('fact.administrator', { name: shortName(fact.name) });
    case 'failure':
      return t(`failures:${fact.code}`);
    case 'method':
      return fact.method === 'all' && copies
        ? t(`administration:method.all.${copies}`)
        : t(`fact.method.${fact.method}`);
    case 'selected': {
      const target = fact.target ?? (service ? targetOf(service) : 'user');
      return t(`fact.selected.${target}`, { count: fact.count });
    }
    case 'removals':
      return t('fact.removals', { users: fact.users, groups: fact.groups });
    case 'siteRemovals':
      return t(`fact.siteRemovals.${copies === 'drives' ? 'drives' : 'sites'}`, {
        sites: fact.sites,
      });
    case 'schedule':
      return fact.schedule ? t('fact.schedule', { ...fact.schedule }) : t('fact.noSchedule');
    case 'reason':
      return t(`reasons:${fact.reason}.title`);
    case 'mailbox':
      return t('fact.mailbox', { mailbox: shortName(fact.mailbox) });
    case 'defaultMailbox':
      return t('fact.defaultMailbox');
  }
}
