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

/** Something is on its way. */
export function PageLoading() {
  const styles = useStyles();
  const { t } = useTranslation();
  return (
    <div className={styles.center}>
      <Spinner label={t('loading')} delay={200} />
    </div>
  );
}
