import { makeStyles, tokens } from '@fluentui/react-components';
import { useTranslation } from 'react-i18next';
import { allowMailboxCommand } from '../../../../domain/quarantine.ts';
import type { Account } from '../../../api/client.ts';
import { useFormat } from '../../../language/format.ts';

type Quarantine = NonNullable<Account['quarantine']>;

const useStyles = makeStyles({
  part: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalXS, minWidth: 0 },
  command: {
    fontFamily: tokens.fontFamilyMonospace,
    fontSize: tokens.fontSizeBase200,
    overflowWrap: 'anywhere',
  },
});

/** How Exchange Web Services stand, and how they are switched on for single mailboxes. */
export function EwsText({ quarantine }: { quarantine: Quarantine }) {
  const { t } = useTranslation('administration');
  const styles = useStyles();
  const { dateTime } = useFormat();
  const { ews, ewsTriedAt, allowList, findings } = quarantine;
  if (ews === null) return null;
  const times = allowList
    ? { at: dateTime(allowList.setAt), until: dateTime(allowList.effectiveBy) }
    : { at: '', until: '' };
  const blocked = ews === 'partlyBlocked' ? blockedIn(findings) : [];
  return (
    <span className={styles.part}>
      <span>{t(`overview.ewsState.${ews}`, times)}</span>
      {ewsTriedAt && <span>{t('overview.ewsTried', { at: dateTime(ewsTriedAt) })}</span>}
      {blocked.length > 0 && <span>{t('overview.ewsMailboxes')}</span>}
      {blocked.map((mailbox) => (
        <code key={mailbox} className={styles.command}>
          {allowMailboxCommand(mailbox)}
        </code>
      ))}
    </span>
  );
}

const blockedIn = (findings: Quarantine['findings']): string[] =>
  findings
    .filter(({ adapter, outcome }) => adapter === 'ews' && outcome === 'blocked')
    .flatMap(({ mailbox }) => mailbox ?? []);
