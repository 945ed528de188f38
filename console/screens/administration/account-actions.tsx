import {
  Button,
  makeStyles,
  Spinner,
  tokens,
  useRestoreFocusTarget,
} from '@fluentui/react-components';
import { ArrowSyncRegular, DeleteRegular } from '@fluentui/react-icons';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Account } from '../../api/client.ts';
import { useCanEdit, useThisOrganization } from '../../api/session.ts';
import { LinkButton } from '../../components/link-button.tsx';
import { isUnfinished, synchronizability } from './actions.ts';
import { RemoveDialog } from './removal/remove-dialog.tsx';
import { SynchronizeProblem } from './synchronize-problem.tsx';
import { useSynchronize } from './use-synchronize.ts';
import { useSynchronizationBlocker } from './use-synchronization-blocker.ts';

const useStyles = makeStyles({
  actions: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalS },
});

/** The actions available on the account; nothing for a viewer. */
export function AccountActions({ account }: { account: Account }) {
  const styles = useStyles();
  const { t } = useTranslation('administration');
  const { id: organizationId } = useThisOrganization();
  const [removing, setRemoving] = useState(false);
  const mayChange = useCanEdit();
  const restoreFocus = useRestoreFocusTarget();
  const { service, state } = account;
  if (!mayChange) return null;
  return (
    <div className={styles.actions}>
      {isUnfinished(account) && (
        <LinkButton
          appearance="primary"
          to="/organizations/$organizationId/provision/$service"
          params={{ organizationId, service }}
        >
          {t('action.continue')}
        </LinkButton>
      )}
      <SynchronizeButton account={account} />
      {state !== 'removing' && (
        <Button {...restoreFocus} icon={<DeleteRegular />} onClick={() => setRemoving(true)}>
          {t('action.remove')}
        </Button>
      )}
      {/* Stays mounted without the button: only closing the dialog makes the page accessible again. */}
      <RemoveDialog account={account} open={removing} onClose={() => setRemoving(false)} />
    </div>
  );
}

/** Stays mounted while a synchronization runs: the button that was clicked keeps the focus. */
function SynchronizeButton({ account }: { account: Account }) {
  const { t } = useTranslation('administration');
  const { id: organizationId } = useThisOrganization();
  const synchronize = useSynchronize({ organizationId, service: account.service });
  const why = useSynchronizationBlocker(account);
  const running = synchronizability(account) === 'running' && account.directory !== null;
  if (why !== null && !running) return null;
  const busy = running || synchronize.isPending;
  return (
    <>
      <Button
        appearance="primary"
        icon={busy ? <Spinner size="tiny" /> : <ArrowSyncRegular />}
        disabledFocusable={busy}
        title={why ?? undefined}
        onClick={() => synchronize.mutate()}
      >
        {t('action.synchronize')}
      </Button>
      <SynchronizeProblem request={synchronize} />
    </>
  );
}
