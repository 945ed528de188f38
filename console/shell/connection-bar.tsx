import { makeStyles, tokens } from '@fluentui/react-components';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useConnection } from '../api/live.ts';
import { Notice } from '../components/notice.tsx';
import { useAnnounce } from '../components/announcer.tsx';

const useStyles = makeStyles({
  bar: { margin: `${tokens.spacingVerticalM} ${tokens.spacingHorizontalXXL} 0` },
});

/** Shows a warning while the connection is lost and announces when it is back. */
export function ConnectionBar() {
  const styles = useStyles();
  const { t } = useTranslation();
  const announce = useAnnounce();
  const lost = useConnection() === 'lost';
  const wasLost = useRef(lost);
  useEffect(() => {
    if (wasLost.current && !lost) announce(t('connection.back'));
    wasLost.current = lost;
  }, [lost, announce, t]);
  if (!lost) return null;
  return (
    <Notice intent="warning" className={styles.bar}>
      {t('connection.lost')}
    </Notice>
  );
}
