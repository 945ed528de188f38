/** One consent step: instruction, status and permissions. */
import { makeStyles, Text, tokens } from '@fluentui/react-components';
import { useTranslation } from 'react-i18next';
import { CONSENT_OF_ADAPTER } from '../../../../domain/quarantine.ts';
import type { Account, Consent } from '../../../api/client.ts';
import { useCanEdit } from '../../../api/session.ts';
import { useAnnounceChange } from '../../../components/announcer.tsx';
import { stateOfStep } from '../journey/journey.ts';
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
  const { t } = useTranslation(['consents', 'common']);
  const { kind, status } = consent;
  const step = numberOf(account, consent);
  useAnnounceChange(t('announce', { step, status: t(`status.${status}`) }));
  return (
    <Section
      title={t('step.title', { step, consent: t(`common:consent.${kind}`) })}
      mark={<Mark state={stateOfStep(account.service, account, kind)} number={step} />}
      aside={<StatusBadge status={status} />}
    >
      {status === 'granted' || status === 'notNeeded' ? (
        <>
          <StatusLead account={account} consent={consent} />
          {kind === CONSENT_OF_ADAPTER.ews && <QuarantineFinding account={account} />}
        </>
      ) : (
        <OpenStep account={account} consent={consent} />
      )}
    </Section>
  );
}

/** Which of the service's consents it is. */
const numberOf = ({ consents }: Account, { kind }: Consent): number =>
  consents.findIndex((each) => each.kind === kind) + 1;

function OpenStep({ account, consent }: { account: Account; consent: Consent }) {
  const { t } = useTranslation('consents');
  const styles = useStyles();
  const mayChange = useCanEdit();
  const open = isOpen(account, consent);
  const step = numberOf(account, consent);
  const instruction = `provision-instruction-${consent.kind}`;
  return (
    <div className={styles.columns}>
      <div className={styles.main}>
        <Text id={instruction} className={open ? undefined : styles.muted}>
          {t(`step.instruction.${consent.kind}`)}
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
        {!open && step > 1 && (
          <Text className={styles.muted}>{t('step.waits', { step: step - 1 })}</Text>
        )}
        {mayChange && open && <ConsentLink consent={consent} />}
      </div>
      <PermissionList consent={consent} />
    </div>
  );
}
