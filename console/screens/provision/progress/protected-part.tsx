/** Shown when the account is protected. */
import { makeStyles, Subtitle2, Text, tokens } from '@fluentui/react-components';
import { ShieldCheckmarkFilled } from '@fluentui/react-icons';
import { useTranslation } from 'react-i18next';
import type { Account } from '../../../api/client.ts';
import { LinkButton } from '../../../components/link-button.tsx';
import { Section } from '../../../components/section.tsx';
import { Health } from '../../health/health.tsx';
import { useAccountReference } from '../use-account.ts';
import { Figures } from './figures.tsx';
import { copiesOf } from '../../../components/service.ts';
import { PendingTargets } from '../../../components/pending-targets.tsx';
import { changesOf } from '../../../components/changes-of.ts';
import { ProtectionCounts } from './protection.tsx';

const useStyles = makeStyles({
  shield: { fontSize: '2.25rem', color: tokens.colorStatusSuccessForeground1, flexShrink: 0 },
  heading: { margin: 0 },
  muted: { color: tokens.colorNeutralForeground2 },
  links: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalM },
});

export function ProtectedPart({ account }: { account: Account }) {
  const { t } = useTranslation(['progress', 'common']);
  const styles = useStyles();
  const { directory, licensed, service } = account;
  const isEmpty = licensed === false && directory?.sites === 0;
  return (
    <>
      <Section
        title={t('protected.title', { service: t(`common:service.${service}`) })}
        mark={<ShieldCheckmarkFilled aria-hidden className={styles.shield} />}
      >
        <Text>
          {licensed === false ? t('common:unlicensed') : t(`protected.lead.${copiesOf(service)}`)}
        </Text>
        {!isEmpty && directory && <ProtectionCounts account={account} directory={directory} />}
        <PendingTargets account={account} />
        {!isEmpty && <LastRun account={account} />}
        <Links />
      </Section>
      <Health account={account} />
    </>
  );
}

const CHANGES = ['added', 'changed', 'removed'] as const;

function LastRun({ account: { service, synchronization } }: { account: Account }) {
  const { t } = useTranslation('progress');
  const styles = useStyles();
  if (synchronization?.outcome !== 'published') return null;
  const { skipped } = synchronization;
  const copies = copiesOf(service);
  const figures = CHANGES.map((change) => ({
    name: t(`protected.${change}.${copies}`),
    value: changesOf(service, synchronization)[change],
  }));
  if (skipped > 0) figures.push({ name: t('protected.skipped'), value: skipped });
  return (
    <>
      <Subtitle2 as="h3" className={styles.heading}>
        {t('protected.lastRun')}
      </Subtitle2>
      <Figures figures={figures} />
      {skipped > 0 && <Text className={styles.muted}>{t('protected.skippedLead')}</Text>}
    </>
  );
}

function Links() {
  const { t } = useTranslation('progress');
  const styles = useStyles();
  const params = useAccountReference();
  return (
    <div className={styles.links}>
      <LinkButton
        appearance="primary"
        to="/organizations/$organizationId/administration/service-accounts/$service"
        params={params}
      >
        {t('protected.details')}
      </LinkButton>
      <LinkButton to="/organizations/$organizationId/dashboard" params={params}>
        {t('protected.dashboard')}
      </LinkButton>
    </div>
  );
}
