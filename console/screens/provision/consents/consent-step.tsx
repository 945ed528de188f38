/** One consent step: instruction, status and permissions. */
import { makeStyles, Text, tokens } from '@fluentui/react-components';
import { useTranslation } from 'react-i18next';
import type { Account, Consent } from '../../../api/client.ts';
import { useCanEdit } from '../../../api/session.ts';
import { useAnnounceChange } from '../../../components/announcer.tsx';
import { stepsOf } from '../journey/journey.ts';
import { Mark } from '../journey/journey-steps.tsx';
import { Section } from '../../../components/section.tsx';
import { CheckReport } from './check-report.tsx';
import { ClickHere } from './click-here.tsx';
import { ConsentLink } from './consent-link.tsx';
import { QuarantineFinding } from './quarantine-finding.tsx';
import { PermissionList } from './permission-list.tsx';
import { isPolled, isOpen, isUnderWay } from './consent-status.ts';
import { StatusBadge, StatusLead } from './status.tsx';

const useStyles = makeStyles({
  columns: {
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 3fr) minmax(0, 2fr)',
    gap: `${tokens.spacingVerticalL} ${tokens.spacingHorizontalXXXL}`,
    '@media (max-width: 56rem)': { gridTemplateColumns: 'minmax(0, 1fr)' },
  },
  main: {
    display: 'flex',
    flexDirection: 'column',
    alignItems: 'stretch',
    gap: tokens.spacingVerticalL,
  },
  muted: { color: tokens.colorNeutralForeground3 },
});

export function ConsentStep({ account, consent }: { account: Account; consent: Consent }) {
  const { t } = useTranslation('consents');
  const { kind, status } = consent;
  useAnnounceChange(t(`announce.${kind}`, { status: t(`status.${status}`) }));
  const state = stepsOf(account)[kind];
  return (
    <Section
      title={t(`step.${kind}.title`)}
      mark={<Mark state={state} number={kind === 'exchange' ? 1 : 2} />}
      aside={<StatusBadge status={status} />}
    >
      {status === 'granted' || status === 'notNeeded' ? (
        <>
          <StatusLead account={account} consent={consent} />
          {kind === 'exchange' && <QuarantineFinding account={account} />}
        </>
      ) : (
        <OpenStep account={account} consent={consent} />
      )}
    </Section>
  );
}

function OpenStep({ account, consent }: { account: Account; consent: Consent }) {
  const { t } = useTranslation('consents');
  const styles = useStyles();
  const mayChange = useCanEdit();
  const open = isOpen(account, consent);
  const instruction = `provision-instruction-${consent.kind}`;
  return (
    <div className={styles.columns}>
      <div className={styles.main}>
        <Text id={instruction} className={open ? undefined : styles.muted}>
          {t(`step.${consent.kind}.instruction`)}
        </Text>
        <StatusLead account={account} consent={consent} />
        {isPolled(account, consent.kind) && consent.check && <CheckReport check={consent.check} />}
        {mayChange && (
          <ClickHere
            kind={consent.kind}
            open={open}
            calm={isUnderWay(account, consent)}
            describedBy={instruction}
          />
        )}
        {!open && <Text className={styles.muted}>{t('step.waitsForStep1')}</Text>}
        {mayChange && open && <ConsentLink consent={consent} />}
      </div>
      <PermissionList consent={consent} />
    </div>
  );
}
