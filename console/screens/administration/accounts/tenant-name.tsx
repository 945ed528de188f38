import { makeStyles, tokens } from '@fluentui/react-components';
import { useTranslation } from 'react-i18next';
import type { Account } from '../../../api/client.ts';
import { ClampedText } from '../../../components/clamped-text.tsx';

const useStyles = makeStyles({
  quiet: { color: tokens.colorNeutralForeground2 },
  id: {
    display: 'block',
    fontFamily: tokens.fontFamilyMonospace,
    fontSize: tokens.fontSizeBase200,
    color: tokens.colorNeutralForeground2,
    overflowWrap: 'anywhere',
  },
});

/** The tenant's name above its id, or a placeholder while the tenant is unknown. */
export function TenantName({ account: { tenant } }: { account: Account }) {
  const styles = useStyles();
  const { t } = useTranslation('administration');
  if (!tenant) return <span className={styles.quiet}>{t('noTenant')}</span>;
  return (
    <>
      <ClampedText>{tenant.name ?? t('unnamedTenant')}</ClampedText>
      <span className={styles.id}>{tenant.id}</span>
    </>
  );
}
