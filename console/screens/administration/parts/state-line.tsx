import { makeStyles, tokens } from '@fluentui/react-components';
import { useTranslation } from 'react-i18next';
import type { Account } from '../../../api/client.ts';
import { useAnnounceChange } from '../../../components/announcer.tsx';
import { StateBadge } from '../../../components/state-badge.tsx';
import { stepOf } from '../../../components/state-text.ts';
import { useFormat } from '../../../language/format.ts';

const useStyles = makeStyles({
  line: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: `${tokens.spacingVerticalXS} ${tokens.spacingHorizontalS}`,
  },
});

/** The account's state and since when. Announces changes. */
export function StateLine({ account }: { account: Account }) {
  const { state, stateSince, protectedSince } = account;
  const styles = useStyles();
  const { t } = useTranslation(['administration', 'dashboard']);
  const { dateTime } = useFormat();
  const since = state === 'protected' && protectedSince ? protectedSince : stateSince;
  useAnnounceChange(t(`dashboard:state.${state}`, stepOf(account)));
  return (
    <span className={styles.line}>
      <StateBadge account={account} />
      <span>{t('overview.since', { when: dateTime(since) })}</span>
    </span>
  );
}
