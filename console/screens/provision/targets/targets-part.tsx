/** The choice of who to protect: all users, or selected ones. */
import {
  Button,
  makeStyles,
  Spinner,
  Text,
  tokens,
  useRestoreFocusTarget,
} from '@fluentui/react-components';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Account } from '../../../api/client.ts';
import { useAnnounce } from '../../../components/announcer.tsx';
import { Notice } from '../../../components/notice.tsx';
import { ProblemBar } from '../../../components/problem-bar.tsx';
import { Section } from '../../../components/section.tsx';
import { ConfirmDialog } from './confirm-dialog.tsx';
import type { Draft } from './draft.ts';
import { MethodChoice } from './method-choice.tsx';
import { SelectedNote } from './selected-note.tsx';
import { TargetPanes } from './target-panes.tsx';
import { useDraft } from './use-draft.ts';
import { useSubmit } from './use-submit.ts';

const useStyles = makeStyles({
  foot: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: tokens.spacingHorizontalL,
  },
  muted: { color: tokens.colorNeutralForeground2 },
});

export function TargetsPart({ account }: { account: Account }) {
  const { t } = useTranslation('targets');
  const again = account.attention?.reason === 'targetsUnknown';
  const { draft, change, submit, ask, missing, confirming, cancel, send } = useChoice(account);
  return (
    <Section title={t('title')}>
      {again && <Notice intent="warning">{t('unknownLead')}</Notice>}
      <MethodChoice method={draft.method} onChange={(method) => change({ method })} />
      {draft.method === 'selected' && (
        <>
          <TargetPanes
            selected={draft.users}
            vanished={submit.vanished}
            onChange={(users) => change({ users: [...users] })}
          />
          <SelectedNote />
        </>
      )}
      {missing && <Notice intent="error">{t('none')}</Notice>}
      <Refusal error={submit.error} vanished={submit.vanished.size > 0} />
      <SubmitRow
        busy={submit.busy}
        kept={draft.method === 'selected' && draft.users.length > 0}
        onSubmit={ask}
      />
      <ConfirmDialog
        open={confirming}
        draft={draft}
        tenant={account.tenant}
        viaLink={account.consents.some(({ viaLink }) => viaLink)}
        onCancel={cancel}
        onConfirm={send}
      />
    </Section>
  );
}

/** The draft, and the flow from "Submit" through the confirmation to the server. */
function useChoice({ accountId, attention, tenant }: Account) {
  const { t } = useTranslation('targets');
  const announce = useAnnounce();
  const initial = attention?.reason === 'targetsUnknown' ? 'selected' : 'all';
  const { draft, change, forget } = useDraft(accountId, initial);
  const submit = useSubmit(() => {
    forget();
    announce(t('submitted'));
  });
  const [requested, setRequested] = useState(false);
  const nobody = draft.method === 'selected' && draft.users.length === 0;
  return {
    draft,
    change: (part: Partial<Draft>) => {
      setRequested(false);
      submit.forgetError();
      change(part);
    },
    submit,
    ask: () => setRequested(!submit.busy),
    missing: requested && nobody,
    confirming: requested && !nobody,
    cancel: () => setRequested(false),
    send: () => {
      setRequested(false);
      submit.mutate({ draft, ...(tenant && { tenantId: tenant.id }) });
    },
  };
}

function SubmitRow(props: { busy: boolean; kept: boolean; onSubmit: () => void }) {
  const { busy, kept, onSubmit } = props;
  const { t } = useTranslation('targets');
  const restoreFocus = useRestoreFocusTarget();
  const styles = useStyles();
  return (
    <div className={styles.foot}>
      <Button
        {...restoreFocus}
        appearance="primary"
        size="large"
        icon={busy ? <Spinner size="tiny" /> : undefined}
        disabledFocusable={busy}
        onClick={onSubmit}
      >
        {busy ? t('submitting') : t('submit')}
      </Button>
      {kept && <Text className={styles.muted}>{t('draft')}</Text>}
    </div>
  );
}

function Refusal({ error, vanished }: { error: unknown; vanished: boolean }) {
  const { t } = useTranslation('targets');
  if (vanished) return <Notice intent="error">{t('vanishedLead')}</Notice>;
  return error ? <ProblemBar error={error} /> : null;
}
