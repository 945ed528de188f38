import {
  Button,
  Dialog,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
  Field,
  Input,
  makeStyles,
  tokens,
} from '@fluentui/react-components';
import { type FormEvent, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Account } from '../../../api/client.ts';
import { useThisOrganization } from '../../../api/session.ts';
import { ProblemBar } from '../../../components/problem-bar.tsx';
import { isConfirmed } from './confirmation.ts';
import { DangerButton } from './danger-button.tsx';
import { RemovalConsequences } from './removal-consequences.tsx';
import { useRemove } from './use-removal.ts';

const useStyles = makeStyles({
  content: {
    display: 'flex',
    flexDirection: 'column',
    gap: tokens.spacingVerticalL,
    paddingBottom: tokens.spacingVerticalM,
  },
  lead: { margin: 0 },
});

interface RemoveDialogProps {
  readonly account: Account;
  readonly open: boolean;
  readonly onClose: () => void;
  /** After the removal has begun. */
  readonly onRemoved?: () => void;
}

/** Asks for a typed confirmation, after saying what goes and what stays. */
export function RemoveDialog({ account, open, onClose, onRemoved }: RemoveDialogProps) {
  const lead = useId();
  return (
    <Dialog open={open} modalType="alert" onOpenChange={(_event, data) => !data.open && onClose()}>
      <DialogSurface aria-describedby={lead}>
        <RemovalForm account={account} lead={lead} onClose={onClose} onRemoved={onRemoved} />
      </DialogSurface>
    </Dialog>
  );
}

type RemovalFormProps = Omit<RemoveDialogProps, 'open'> & { lead: string };

/** There only while the dialog is open, so that every opening begins anew. */
function RemovalForm({ account, lead, onClose, onRemoved }: RemovalFormProps) {
  const { t } = useTranslation(['administration', 'common']);
  const styles = useStyles();
  const { id: organizationId } = useThisOrganization();
  const [typed, setTyped] = useState('');
  const { service, tenant } = account;
  const remove = useRemove({ organizationId, service }, () => {
    onClose();
    onRemoved?.();
  });
  const name = t(`common:service.${service}`);
  const expected = tenant?.name ?? name;
  const confirmed = isConfirmed(typed, expected);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (confirmed && !remove.isPending) remove.mutate();
  };
  return (
    <form onSubmit={submit}>
      <DialogBody>
        <DialogTitle>{t('remove.title')}</DialogTitle>
        <DialogContent className={styles.content}>
          <p id={lead} className={styles.lead}>
            {tenant
              ? t('remove.lead', { service: name, tenant: tenant.name ?? tenant.id })
              : t('remove.leadNoTenant', { service: name })}
          </p>
          <RemovalConsequences account={account} />
          <Field label={t('remove.confirm', { text: expected })}>
            <Input
              value={typed}
              autoComplete="off"
              spellCheck={false}
              onChange={(_event, { value }) => setTyped(value)}
            />
          </Field>
          {remove.error && <ProblemBar error={remove.error} />}
        </DialogContent>
        <DialogActions>
          <Button disabledFocusable={remove.isPending} onClick={onClose}>
            {t('common:cancel')}
          </Button>
          <DangerButton armed={confirmed} pending={remove.isPending}>
            {remove.isPending ? t('remove.submitting') : t('remove.submit')}
          </DangerButton>
        </DialogActions>
      </DialogBody>
    </form>
  );
}
