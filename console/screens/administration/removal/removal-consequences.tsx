import { makeStyles, Spinner, Subtitle2, tokens } from '@fluentui/react-components';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Account } from '../../../api/client.ts';
import { useThisOrganization } from '../../../api/session.ts';
import { sitesOf } from '../../../components/service.ts';
import { ProblemBar } from '../../../components/problem-bar.tsx';
import { useRemovalCounts } from './use-removal.ts';

const COUNTED = [
  'users',
  'groups',
  'memberships',
  'sites',
  'synchronizations',
  'consentAttempts',
  'links',
] as const;

const useStyles = makeStyles({
  part: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalXS },
  title: { margin: 0 },
  list: { margin: 0, paddingLeft: tokens.spacingHorizontalXL },
});

/** What a removal deletes, with counts, and what it keeps. */
export function RemovalConsequences({ account }: { account: Account }) {
  const { t } = useTranslation('administration');
  const sites = sitesOf(account.service);
  return (
    <>
      <Part title={t('remove.goes')}>
        <Deleted account={account} />
      </Part>
      <Part title={t('remove.stays')}>
        <List>
          <li>{t('remove.notifications')}</li>
          {sites && <li>{t(`remove.content.${sites}`)}</li>}
          {account.tenant && <li>{t('remove.grants', { count: account.consents.length })}</li>}
        </List>
      </Part>
    </>
  );
}

function Deleted({ account }: { account: Account }) {
  const { t } = useTranslation('administration');
  const { id: organizationId } = useThisOrganization();
  const { data, error, refetch } = useRemovalCounts(
    { organizationId, service: account.service },
    account,
  );
  if (error) return <ProblemBar error={error} onRetry={() => void refetch()} />;
  if (!data) {
    return <Spinner size="tiny" label={t('remove.counting')} labelPosition="after" />;
  }
  const counted = COUNTED.filter((what) => data[what] > 0);
  if (counted.length === 0) return t('remove.nothing');
  return (
    <List>
      {counted.map((what) => (
        <li key={what}>
          {what === 'sites'
            ? t(`remove.sites.${sitesOf(account.service) ?? 'sites'}`, { count: data.sites })
            : t(`remove.${what}`, { count: data[what] })}
        </li>
      ))}
    </List>
  );
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  const styles = useStyles();
  return (
    <div className={styles.part}>
      <Subtitle2 as="h3" className={styles.title}>
        {title}
      </Subtitle2>
      {children}
    </div>
  );
}

function List({ children }: { children: ReactNode }) {
  const styles = useStyles();
  return <ul className={styles.list}>{children}</ul>;
}
