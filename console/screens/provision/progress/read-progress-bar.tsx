import { makeStyles, ProgressBar, Text, tokens } from '@fluentui/react-components';
import { useTranslation } from 'react-i18next';
import type { Synchronization } from '../../../api/client.ts';
import { shareOf } from './phases.ts';

const useStyles = makeStyles({
  box: {
    display: 'flex',
    flexDirection: 'column',
    gap: tokens.spacingVerticalXS,
    marginTop: tokens.spacingVerticalXS,
  },
  words: {
    display: 'flex',
    justifyContent: 'space-between',
    gap: tokens.spacingHorizontalM,
    fontVariantNumeric: 'tabular-nums',
    color: tokens.colorNeutralForeground2,
  },
});

/** Progress of reading users; indeterminate without a total. */
export function ReadProgressBar({ synchronization }: { synchronization: Synchronization }) {
  const { t } = useTranslation('progress');
  const styles = useStyles();
  const share = shareOf(synchronization);
  return (
    <div className={styles.box}>
      <ProgressBar
        thickness="large"
        aria-label={t('phase.users')}
        value={share ?? undefined}
        max={1}
      />
      {share !== null && (
        <Text size={200} className={styles.words}>
          <span>
            {t('readOf', { users: synchronization.users, total: synchronization.totalUsers })}
          </span>
          <span>{t('percent', { percent: Math.floor(share * 100) })}</span>
        </Text>
      )}
    </div>
  );
}
