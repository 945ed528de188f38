/** Exchange Web Services that are switched off: the command, and what follows once it was run. */
import { Button, makeStyles, Spinner, Text, tokens } from '@fluentui/react-components';
import { useMutation } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { CONSENT_OF_ADAPTER } from '../../../../domain/quarantine.ts';
import { type Account, accountApi, clientIdOf } from '../../../api/client.ts';
import { contentOf } from '../../../api/problem.ts';
import { useCanEdit } from '../../../api/session.ts';
import { useAnnounce } from '../../../components/announcer.tsx';
import { Notice } from '../../../components/notice.tsx';
import { ProblemBar } from '../../../components/problem-bar.tsx';
import { useFormat } from '../../../language/format.ts';
import { useAccountReference } from '../use-account.ts';
import { AllowCommand } from './allow-command.tsx';

const useStyles = makeStyles({
  waiting: {
    display: 'flex',
    flexDirection: 'column',
    gap: tokens.spacingVerticalS,
    ':focus': { outlineStyle: 'none' },
  },
  report: { alignSelf: 'flex-start' },
});

export function AllowList({ account }: { account: Account }) {
  const { t } = useTranslation('consents');
  const { dateTime } = useFormat();
  const mayChange = useCanEdit();
  const [reported, setReported] = useState(false);
  const { ews = null, allowList = null } = account.quarantine ?? {};
  const command = <AllowCommand clientId={clientIdOf(account, CONSENT_OF_ADAPTER.ews)} />;
  if (ews === 'setNotEffective')
    return (
      <>
        <NotEffective account={account} focused={reported} />
        {command}
      </>
    );
  return (
    <>
      {ews === 'setWithoutEffect' && allowList && (
        <Notice intent="warning">
          {t('quarantine.allow.withoutEffect', { at: dateTime(allowList.setAt) })}
        </Notice>
      )}
      {command}
      {mayChange && <Report onReported={() => setReported(true)} />}
    </>
  );
}

/** Set, and not effective yet. `focused`: it takes the place of the button that had the focus. */
function NotEffective({ account, focused }: { account: Account; focused: boolean }) {
  const { t } = useTranslation('consents');
  const styles = useStyles();
  const { dateTime } = useFormat();
  const text = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (focused) text.current?.focus();
  }, [focused]);
  const { allowList } = account.quarantine ?? {};
  if (!allowList) return null;
  return (
    <div ref={text} tabIndex={-1} className={styles.waiting}>
      <Text weight="semibold">{t('quarantine.allow.set', { at: dateTime(allowList.setAt) })}</Text>
      <Text>{t('quarantine.allow.notEffective')}</Text>
    </div>
  );
}

/** Stays busy after success: the command disappears once the account reflects it. */
function Report({ onReported }: { onReported: () => void }) {
  const { t } = useTranslation('consents');
  const styles = useStyles();
  const announce = useAnnounce();
  const param = useAccountReference();
  const report = useMutation({
    mutationFn: () => contentOf(accountApi['allow-list-reports'].$post({ param })),
    onSuccess: () => {
      announce(t('quarantine.allow.reported'));
      onReported();
    },
  });
  const busy = report.isPending || report.isSuccess;
  return (
    <>
      {report.error && <ProblemBar error={report.error} />}
      <Button
        appearance="primary"
        className={styles.report}
        icon={busy ? <Spinner size="tiny" /> : undefined}
        disabledFocusable={busy}
        onClick={() => busy || report.mutate()}
      >
        {t('quarantine.allow.report')}
      </Button>
    </>
  );
}
