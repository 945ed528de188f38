import {
  Button,
  makeStyles,
  Menu,
  MenuItem,
  MenuList,
  MenuPopover,
  MenuTrigger,
  tokens,
  useRestoreFocusTarget,
} from '@fluentui/react-components';
import {
  ArrowSyncRegular,
  DeleteRegular,
  DocumentRegular,
  MoreHorizontalRegular,
} from '@fluentui/react-icons';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Account } from '../../../api/client.ts';
import { useCanEdit, useThisOrganization } from '../../../api/session.ts';
import { synchronizability } from '../actions.ts';
import { RemoveDialog } from '../removal/remove-dialog.tsx';
import { useSynchronize } from '../use-synchronize.ts';
import { SynchronizeProblem } from '../synchronize-problem.tsx';
import { useSynchronizationBlocker } from '../use-synchronization-blocker.ts';

const useStyles = makeStyles({
  button: { minWidth: '2.75rem', minHeight: '2.75rem', marginTop: '-0.75rem' },
  popover: { maxWidth: 'min(22rem, calc(100vw - 2rem))' },
  list: { maxWidth: '100%' },
  // The action is disabled, but the reason must be readable.
  reason: {
    color: tokens.colorNeutralForeground2,
    fontSize: tokens.fontSizeBase200,
    lineHeight: tokens.lineHeightBase200,
  },
});

export function AccountMenu({ account }: { account: Account }) {
  const styles = useStyles();
  const { t } = useTranslation(['administration', 'common']);
  const { id: organizationId } = useThisOrganization();
  const mayChange = useCanEdit();
  const restoreFocus = useRestoreFocusTarget();
  const [removing, setRemoving] = useState(false);
  const { service } = account;
  const synchronize = useSynchronize({ organizationId, service });
  const open = useOpen(account);
  return (
    <>
      <Menu positioning="below-end">
        <MenuTrigger disableButtonEnhancement>
          <Button
            {...restoreFocus}
            appearance="subtle"
            className={styles.button}
            icon={<MoreHorizontalRegular />}
            aria-label={t('action.menu', { service: t(`common:service.${service}`) })}
          />
        </MenuTrigger>
        <MenuPopover className={styles.popover}>
          <MenuList className={styles.list}>
            <MenuItem icon={<DocumentRegular />} onClick={open}>
              {t('action.details')}
            </MenuItem>
            {mayChange && <SynchronizeItem account={account} onAsk={() => synchronize.mutate()} />}
            {mayChange && (
              <MenuItem
                icon={<DeleteRegular />}
                disabled={account.state === 'removing'}
                onClick={() => setRemoving(true)}
              >
                {t('action.remove')}
              </MenuItem>
            )}
          </MenuList>
        </MenuPopover>
      </Menu>
      <SynchronizeProblem request={synchronize} />
      <RemoveDialog
        account={account}
        open={removing}
        onClose={() => setRemoving(false)}
        onRemoved={open}
      />
    </>
  );
}

function SynchronizeItem({ account, onAsk }: { account: Account; onAsk: () => void }) {
  const styles = useStyles();
  const { t } = useTranslation('administration');
  const why = useSynchronizationBlocker(account);
  return (
    <MenuItem
      icon={<ArrowSyncRegular />}
      disabled={synchronizability(account) !== 'available'}
      subText={why === null ? undefined : { className: styles.reason, children: why }}
      onClick={onAsk}
    >
      {t('action.synchronize')}
    </MenuItem>
  );
}

function useOpen({ service }: Account) {
  const navigate = useNavigate();
  const { id: organizationId } = useThisOrganization();
  return () =>
    void navigate({
      to: '/organizations/$organizationId/administration/service-accounts/$service',
      params: { organizationId, service },
    });
}
