/** The mailbox in which the quarantine is checked. An administrator may name another one. */
import { Button, makeStyles, tokens } from '@fluentui/react-components';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Account } from '../../api/client.ts';
import { useCanEdit } from '../../api/session.ts';
import { useFormat } from '../../language/format.ts';
import { useNow } from '../provision/use-now.ts';
import { CanaryForm } from './canary-form.tsx';
import { nextLookOf } from './next-look.ts';

const useStyles = makeStyles({
  part: {
    display: 'flex',
    flexDirection: 'column',
    alignItems: 'flex-start',
    gap: tokens.spacingVerticalS,
    minWidth: 0,
  },
  text: { overflowWrap: 'anywhere', minWidth: 0 },
  note: { color: tokens.colorNeutralForeground3, fontSize: tokens.fontSizeBase200 },
});

/** `showTried`: where nothing else shows the mailboxes that were tried. */
export function CanaryMailbox(props: { account: Account; showTried?: boolean }) {
  const { account, showTried = false } = props;
  const { t } = useTranslation('consents');
  const styles = useStyles();
  const mayChange = useCanEdit() && isReadable(account);
  const [editing, setEditing] = useState(false);
  const change = useFocusAfter(editing);
  const note = useNote(account, showTried);
  return (
    <div className={styles.part}>
      <span className={styles.text}>{account.canaryMailbox ?? t('canary.default')}</span>
      {note && <span className={styles.note}>{note}</span>}
      {mayChange && editing && <CanaryForm account={account} onClose={() => setEditing(false)} />}
      {mayChange && !editing && (
        <Button ref={change} onClick={() => setEditing(true)}>
          {t('canary.change')}
        </Button>
      )}
    </div>
  );
}

/** Microsoft Graph tells whose mailbox an address is. */
const isReadable = ({ consents }: Account): boolean =>
  consents.some(({ kind, status }) => kind === 'graph' && status === 'granted');

/** What the last check has found about the mailbox that is named, or where it was. */
function useNote(account: Account, showTried: boolean): string | null {
  const { t } = useTranslation('consents');
  const { canaryMailbox, quarantine } = account;
  const next = useNextLook(account);
  const findings = quarantine?.findings ?? [];
  if (canaryMailbox === null) {
    const tried = [...new Set(findings.flatMap(({ mailbox }) => mailbox ?? []))];
    if (!showTried || tried.length === 0) return null;
    return t('canary.tried', { mailboxes: tried.join(', ') });
  }
  const own = findings.filter(({ mailbox }) => mailbox === canaryMailbox);
  if (own.length === 0) return `${t('canary.named')} ${next}`;
  const gone = own.some(({ outcome }) => outcome === 'noMailbox');
  return gone ? t('canary.gone') : t('canary.first');
}

/** When the mailbox is tried, and whose turn it is until then. */
function useNextLook(account: Account): string {
  const { t } = useTranslation('consents');
  const { dateTime, time } = useFormat();
  const now = useNow(account.attention?.reason === 'quarantineUnavailable');
  const next = nextLookOf(account, now);
  switch (next.look) {
    case 'at':
      return t('canary.next.at', { at: time(next.at) });
    case 'scheduled':
      return t('canary.next.scheduled', { at: dateTime(next.at) });
    default:
      return t(`canary.next.${next.look}`);
  }
}

/** The button that opened the form gets the focus back when it closes. */
function useFocusAfter(editing: boolean) {
  const button = useRef<HTMLButtonElement>(null);
  const before = useRef(editing);
  useEffect(() => {
    if (before.current && !editing) button.current?.focus();
    before.current = editing;
  }, [editing]);
  return button;
}
