import { makeStyles, Text, tokens } from '@fluentui/react-components';
import { useTranslation } from 'react-i18next';
import type { Account } from '../api/client.ts';
import { Notice } from './notice.tsx';

const useStyles = makeStyles({
  list: { margin: `${tokens.spacingVerticalXS} 0 0`, paddingLeft: tokens.spacingHorizontalXL },
});

/** Selected users who have no OneDrive yet: nothing is lost, and nobody has to do anything. */
export function PendingTargets({ account: { pendingTargets } }: { account: Account }) {
  const { t } = useTranslation();
  const styles = useStyles();
  if (pendingTargets.length === 0) return null;
  return (
    <Notice intent="info">
      <Text>{t('pendingTargets', { count: pendingTargets.length })}</Text>
      <ul className={styles.list}>
        {pendingTargets.map(({ id, name }) => (
          <li key={id}>{name}</li>
        ))}
      </ul>
    </Notice>
  );
}
