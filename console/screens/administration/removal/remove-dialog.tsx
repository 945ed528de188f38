import { Field, Input, makeStyles, Text, tokens } from '@fluentui/react-components';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Account } from '../../../api/client.ts';
import { forgetAttempt } from '../../../api/forget-attempt.ts';
import { useThisOrganization } from '../../../api/session.ts';
import { DangerDialog, DangerForm } from '../../../components/dialog/danger-dialog.tsx';
import { isConfirmed } from './confirmation.ts';
import { RemovalConsequences } from './removal-consequences.tsx';
import type { Service } from '../../../../domain/services/services.ts';
import { sitesOf } from '../../../components/service.ts';
import { useRemove } from './use-removal.ts';
import { shortName } from '../../../language/short-name.ts';

const useStyles = makeStyles({ content: { gap: tokens.spacingVerticalL } });

interface RemoveDialogProps {
  readonly account: Account;
  readonly open: boolean;
  readonly onClose: () => void;
  /** Called after the removal has started. */
  readonly onRemoved?: () => void;
}

/** Lists what a removal deletes and keeps, and asks for a typed confirmation. */
export function RemoveDialog({ open, ...form }: RemoveDialogProps) {
  return (
    <DangerDialog open={open} onClose={form.onClose}>
      <RemovalForm {...form} />
    </DangerDialog>
  );
}

/** Mounted only while the dialog is open: it starts empty, without the last attempt's error. */
function RemovalForm({ account, onClose, onRemoved }: Omit<RemoveDialogProps, 'open'>) {
  const { t } = useTranslation(['administration', 'common']);
  const styles = useStyles();
  const { id: organizationId } = useThisOrganization();
  const [typed, setTyped] = useState('');
  const { service, tenant, directory } = account;
  const remove = useRemove({ organizationId, service }, () => {
    onClose();
    onRemoved?.();
  });
  const name = t(`common:service.${service}`);
  return (
    <DangerForm
      title={t('remove.title', { service: name })}
      lead={
        tenant
          ? t('remove.lead', { service: name, tenant: shortName(tenant.name ?? tenant.id) })
          : t('remove.leadNoTenant', { service: name })
      }
      className={styles.content}
      error={remove.error}
      armed={isConfirmed(typed, name)}
      pending={remove.isPending}
      submit={remove.isPending ? t('remove.submitting') : t('remove.submit')}
      onCancel={onClose}
      onSubmit={() => remove.mutate()}
    >
      {directory !== null && <NoLongerProtected service={service} directory={directory} />}
      <RemovalConsequences account={account} />
      <Field label={t('remove.confirm', { text: name })}>
        <Input
          value={typed}
          autoComplete="off"
          spellCheck={false}
          onChange={(_event, { value }) => {
            setTyped(value);
            forgetAttempt(remove);
          }}
        />
      </Field>
    </DangerForm>
  );
}

function NoLongerProtected(props: {
  service: Service;
  directory: NonNullable<Account['directory']>;
}) {
  const { service, directory } = props;
  const { t } = useTranslation('administration');
  const sites = sitesOf(service);
  const count = sites ? directory.sites : directory.mailboxes;
  if (count === 0) return null;
  return (
    <Text>
      {sites ? t(`remove.protectedSites.${sites}`, { count }) : t('remove.mailboxes', { count })}
    </Text>
  );
}
