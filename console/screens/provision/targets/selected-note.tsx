import { makeStyles, Text, tokens } from '@fluentui/react-components';
import { InfoRegular } from '@fluentui/react-icons';
import { useTranslation } from 'react-i18next';
import type { Account } from '../../../api/client.ts';
import { copiesOf } from '../../../components/service.ts';
import { useServicesOfMethod } from '../../../components/use-services-of-method.ts';

const useStyles = makeStyles({
  note: {
    display: 'flex',
    gap: tokens.spacingHorizontalM,
    padding: tokens.spacingHorizontalL,
    borderRadius: tokens.borderRadiusMedium,
    backgroundColor: tokens.colorNeutralBackground2,
  },
  icon: { flexShrink: 0, fontSize: '1.25rem', color: tokens.colorNeutralForeground2 },
  list: {
    margin: `${tokens.spacingVerticalXS} 0 0`,
    paddingLeft: tokens.spacingHorizontalL,
    color: tokens.colorNeutralForeground2,
  },
});

/** Limitations of selecting targets. */
export function SelectedNote({ account }: { account: Account }) {
  const copies = copiesOf(account.service);
  const services = useServicesOfMethod(account);
  const { t } = useTranslation('targets');
  const styles = useStyles();
  return (
    <div className={styles.note} role="note">
      <InfoRegular aria-hidden className={styles.icon} />
      <div>
        <Text weight="semibold">{t(`note.title.${copies}`)}</Text>
        <ul className={styles.list}>
          <li>{t('note.noSynchronization')}</li>
          <li>{t(`note.toAll.${copies}`, { services })}</li>
          <li>{t('note.sameMethod')}</li>
          {copies === 'drives' && <li>{t('note.noDriveYet')}</li>}
        </ul>
      </div>
    </div>
  );
}
