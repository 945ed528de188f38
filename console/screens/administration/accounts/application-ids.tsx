import { makeStyles, tokens } from '@fluentui/react-components';
import { useTranslation } from 'react-i18next';
import type { Account } from '../../../api/client.ts';

const useStyles = makeStyles({
  list: { margin: 0, padding: 0, listStyleType: 'none' },
  name: { color: tokens.colorNeutralForeground3, fontSize: tokens.fontSizeBase200 },
  id: {
    display: 'block',
    fontFamily: tokens.fontFamilyMonospace,
    fontSize: tokens.fontSizeBase200,
    overflowWrap: 'anywhere',
  },
});

/** The ids of the Provost applications in the tenant. */
export function ApplicationIds({ account }: { account: Account }) {
  const styles = useStyles();
  const { t } = useTranslation();
  return (
    <ul className={styles.list}>
      {account.consents.map(({ kind, clientId }) => (
        <li key={kind}>
          <span className={styles.name}>{t(`consent.${kind}`)}</span>
          <span className={styles.id}>{clientId}</span>
        </li>
      ))}
    </ul>
  );
}
