import { makeStyles, Subtitle2, Text, tokens } from '@fluentui/react-components';
import { ShieldKeyholeRegular } from '@fluentui/react-icons';
import { useTranslation } from 'react-i18next';
import { permissionsOf } from '../../../../domain/sentences/permissions.ts';
import type { Consent } from '../../../api/client.ts';

const useStyles = makeStyles({
  box: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalM, minWidth: 0 },
  title: { margin: 0, overflowWrap: 'anywhere' },
  list: {
    listStyleType: 'none',
    margin: 0,
    padding: 0,
    display: 'flex',
    flexDirection: 'column',
    gap: tokens.spacingVerticalM,
  },
  entry: { display: 'flex', gap: tokens.spacingHorizontalS },
  icon: { flexShrink: 0, fontSize: '1.25rem', color: tokens.colorBrandForeground1 },
  words: { display: 'flex', flexDirection: 'column', minWidth: 0 },
  value: { fontFamily: tokens.fontFamilyMonospace, overflowWrap: 'anywhere' },
  why: { color: tokens.colorNeutralForeground2 },
});

/** The requested permissions with their reasons. */
export function PermissionList({ consent: { kind, resource } }: { consent: Consent }) {
  const { t } = useTranslation(['consents', 'permissions']);
  const styles = useStyles();
  return (
    <div className={styles.box}>
      <Subtitle2 as="h3" className={styles.title}>
        {t('step.permissions', { resource })}
      </Subtitle2>
      <ul className={styles.list}>
        {permissionsOf(kind).map(({ value, key }) => (
          <li key={key} className={styles.entry}>
            <ShieldKeyholeRegular aria-hidden className={styles.icon} />
            <span className={styles.words}>
              <Text className={styles.value}>{value}</Text>
              <Text className={styles.why}>{t(`permissions:${key}`)}</Text>
            </span>
          </li>
        ))}
      </ul>
    </div>
  );
}
