/** Shown when the account is protected. */
import { makeStyles, Subtitle2, Text, tokens } from '@fluentui/react-components';
import { ShieldCheckmarkFilled } from '@fluentui/react-icons';
import { useTranslation } from 'react-i18next';
import type { Account } from '../../../api/client.ts';
import { LinkButton } from '../../../components/link-button.tsx';
import { Section } from '../../../components/section.tsx';
import { useAccountReference } from '../use-account.ts';
import { Figures } from './figures.tsx';
import { ProtectionCounts } from './protection.tsx';

const useStyles = makeStyles({
  shield: { fontSize: '2.25rem', color: tokens.colorStatusSuccessForeground1, flexShrink: 0 },
  heading: { margin: 0 },
  muted: { color: tokens.colorNeutralForeground2 },
  links: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalM },
});

export function ProtectedPart({ account }: { account: Account }) {
  const { t } = useTranslation('progress');
  const styles = useStyles();
  const { directory, method } = account;
  return (
    <Section
      title={t('protected.title')}
      mark={<ShieldCheckmarkFilled aria-hidden className={styles.shield} />}
    >
      <Text>{t('protected.lead')}</Text>
      {directory && <ProtectionCounts directory={directory} method={method} />}
      <LastRun account={account} />
      <Links />
    </Section>
  );
}

function LastRun({ account: { synchronization } }: { account: Account }) {
  const { t } = useTranslation('progress');
  const styles = useStyles();
  if (synchronization?.outcome !== 'published') return null;
  const { added, changed, removed, skipped } = synchronization;
  const figures = [
    { name: t('protected.added'), value: added },
    { name: t('protected.changed'), value: changed },
    { name: t('protected.removed'), value: removed },
  ];
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
