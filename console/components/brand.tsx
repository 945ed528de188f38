import { makeStyles, Subtitle1, tokens } from '@fluentui/react-components';
import { useTranslation } from 'react-i18next';
import { VISUALLY_HIDDEN } from './visually-hidden.tsx';

const useStyles = makeStyles({
  brand: { display: 'inline-flex', alignItems: 'center', gap: tokens.spacingHorizontalS },
  name: {
    // Hidden visually but kept for screen readers.
    '@media (max-width: 30rem)': VISUALLY_HIDDEN,
  },
  mark: { width: '1.75rem', height: '1.75rem', display: 'block' },
});

/** The logo and the product name; `compact` hides the name on narrow screens. */
export function Brand({ compact = false }: { compact?: boolean }) {
  const { t } = useTranslation();
  const styles = useStyles();
  return (
    <span className={styles.brand}>
      <img src="/icon.svg" alt="" className={styles.mark} />
      <Subtitle1 as="span" className={compact ? styles.name : undefined}>
        {t('product')}
      </Subtitle1>
    </span>
  );
}
