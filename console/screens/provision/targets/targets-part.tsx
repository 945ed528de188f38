/** The choice of what to protect: everything, or selected targets. */
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
import { copiesOf, targetOf, type TargetKind } from '../../../components/service.ts';
import { useServicesOfMethod } from '../../../components/use-services-of-method.ts';
import { ConfirmDialog } from './confirm-dialog.tsx';
import type { Draft, OpenDraft } from './draft.ts';
import { MethodChoice } from './method-choice.tsx';
import { Overruled } from './overruled.tsx';
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
  const { requiredMethod, service } = account;
  const [copies, kind] = [copiesOf(service), targetOf(service)];
  const { draft, chosen, change, submit, ask, missing, cancel, send } = useChoice(account);
  const services = useServicesOfMethod(account);
  return (
    <Section title={t(`title.${kind}`)}>
      {draft.method === null && requiredMethod && (
        <Overruled kind={kind} required={requiredMethod} targets={draft.targets} />
      )}
      <MethodChoice
        copies={copies}
        method={draft.method}
        required={requiredMethod}
        onChange={(method) => change({ method })}
      />
      {draft.method === 'selected' && (
        <>
          <TargetPanes
            kind={kind}
            selected={draft.targets}
            vanished={submit.vanished}
            onChange={(targets) => change({ targets: [...targets] })}
          />
          <SelectedNote account={account} />
        </>
      )}
      {missing && (
        <Notice intent="error">{draft.method === null ? t('noMethod') : t(`${kind}.none`)}</Notice>
      )}
      <Refusal kind={kind} error={submit.error} vanished={submit.vanished.size > 0} />
      <SubmitRow
        busy={submit.busy}
        kept={draft.method === 'selected' && draft.targets.length > 0}
        onSubmit={ask}
      />
      <ConfirmDialog
        open={chosen !== null}
        copies={copies}
        draft={chosen ?? NOTHING}
        services={services}
        tenant={account.tenant}
        viaLink={account.consents.some(({ viaLink }) => viaLink)}
        onCancel={cancel}
        onConfirm={send}
      />
    </Section>
  );
}

/** The draft, and the flow from "Submit" through the confirmation to the server. */
function useChoice({ accountId, attention, requiredMethod, tenant }: Account) {
  const { t } = useTranslation('targets');
  const announce = useAnnounce();
  const initial = attention?.reason === 'targetsUnknown' ? 'selected' : 'all';
  const { draft, change, forget } = useDraft(accountId, initial, requiredMethod?.method ?? null);
  const submit = useSubmit(() => {
    forget();
    announce(t('submitted'));
  });
  // What was asked about stays as it was. Another service may choose the method meanwhile: then the question is gone,
  // and does not come back by itself.
  const [asked, setAsked] = useState<OpenDraft | null>(null);
  if (asked && asked.method !== draft.method) setAsked(null);
  const chosen = asked && choiceOf(asked);
  return {
    draft,
    chosen,
    change: (part: Partial<Draft>) => {
      setAsked(null);
      submit.forgetError();
      change(part);
    },
    submit,
    ask: () => setAsked(submit.busy ? null : draft),
    missing: asked !== null && chosen === null,
    cancel: () => setAsked(null),
    send: () => {
      setAsked(null);
      if (chosen) submit.mutate({ draft: chosen, ...(tenant && { tenantId: tenant.id }) });
    },
  };
}

const NOTHING: Draft = { method: 'selected', targets: [] };

/** What can be submitted; null if a method or the targets are missing. */
function choiceOf({ method, targets }: OpenDraft): Draft | null {
  if (method === null || (method === 'selected' && targets.length === 0)) return null;
  return { method, targets };
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

function Refusal(props: { kind: TargetKind; error: unknown; vanished: boolean }) {
  const { kind, error, vanished } = props;
  const { t } = useTranslation('targets');
  if (vanished) return <Notice intent="error">{t(`${kind}.vanishedLead`)}</Notice>;
  return error ? <ProblemBar error={error} /> : null;
}
