import { makeStyles, tokens } from '@fluentui/react-components';
import { useTranslation } from 'react-i18next';
import { CONSENT_KINDS } from '../../../../domain/consents.ts';
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

/** The ids of both Provost applications in the tenant. */
export function ApplicationIds({ account }: { account: Account }) {
  const styles = useStyles();
  const { t } = useTranslation('administration');
  return (
    <ul className={styles.list}>
      {CONSENT_KINDS.map((kind) => (
        <li key={kind}>
          <span className={styles.name}>{t(`application.${kind}`)}</span>
          <span className={styles.id}>{account.applications[kind]}</span>
        </li>
      ))}
    </ul>
  );
}
