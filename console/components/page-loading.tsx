import { makeStyles, Spinner, tokens } from '@fluentui/react-components';
import { useTranslation } from 'react-i18next';

const useStyles = makeStyles({
  center: {
    display: 'grid',
    placeItems: 'center',
    minHeight: '12rem',
    padding: tokens.spacingVerticalXXL,
  },
});

/** A centered spinner, shown if loading takes longer than 200 ms. */
export function PageLoading() {
  const styles = useStyles();
  const { t } = useTranslation();
  return (
    <div className={styles.center}>
      <Spinner label={t('loading')} delay={200} />
    </div>
  );
}
