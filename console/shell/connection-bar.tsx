import { makeStyles, tokens } from '@fluentui/react-components';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useConnection } from '../api/live.ts';
import { Notice } from '../components/notice.tsx';
import { useAnnounce } from '../components/announcer.tsx';

const useStyles = makeStyles({
  bar: { margin: `${tokens.spacingVerticalM} ${tokens.spacingHorizontalXXL} 0` },
});

/** Shows a warning while the connection is lost or refused, and announces when it is back. */
export function ConnectionBar() {
  const styles = useStyles();
  const { t } = useTranslation();
  const announce = useAnnounce();
  const state = useConnection();
  const problem = state === 'lost' || state === 'refused' ? state : null;
  const before = useRef(problem);
  useEffect(() => {
    if (before.current && !problem) announce(t('connection.back'));
    before.current = problem;
  }, [problem, announce, t]);
  if (!problem) return null;
  return (
    <Notice intent="warning" className={styles.bar}>
      {t(`connection.${problem}`)}
    </Notice>
  );
}
