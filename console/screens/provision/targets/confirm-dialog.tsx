import { Button, Checkbox, makeStyles, Text, tokens } from '@fluentui/react-components';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Account } from '../../../api/client.ts';
import type { Copies } from '../../../components/service.ts';
import { Modal, ModalBody } from '../../../components/dialog/modal.tsx';
import type { Draft } from './draft.ts';
import { shortName } from '../../../language/short-name.ts';

const useStyles = makeStyles({
  content: {
    display: 'flex',
    flexDirection: 'column',
    gap: tokens.spacingVerticalM,
    overflowWrap: 'anywhere',
  },
});

interface Question {
  readonly copies: Copies;
  readonly draft: Draft;
  /** Those that must be removed to change the method later. */
  readonly services: string;
  readonly tenant: Account['tenant'];
  /** Whether a consent was given through a link, which requires confirming the tenant. */
  readonly viaLink: boolean;
  readonly onCancel: () => void;
  readonly onConfirm: () => void;
}

/** Shows exactly what submitting does, and for which tenant, before it happens. */
export function ConfirmDialog({ open, ...question }: Question & { open: boolean }) {
  return (
    <Modal open={open} type="modal" onClose={question.onCancel}>
      {/* The key resets the confirmation when the tenant changes. */}
      <Confirmation key={question.tenant?.id} {...question} />
    </Modal>
  );
}

function Confirmation({ copies, draft, viaLink, onCancel, onConfirm, ...props }: Question) {
  const { t } = useTranslation(['targets', 'common']);
  const styles = useStyles();
  const reason = useId();
  const [confirmed, setConfirmed] = useState(false);
  const { id, name } = props.tenant ?? { id: null, name: null };
  const tenant = shortName(name ?? id ?? t('confirm.yourTenant'));
  const waits = viaLink && !confirmed;
  const count = draft.targets.length;
  const without = draft.targets.filter(({ hasMailbox }) => hasMailbox === false).length;
  const all = draft.method === 'all';
  return (
    <ModalBody
      title={
        all ? t(`confirm.titleAll.${copies}`) : t(`confirm.titleSelected.${copies}`, { count })
      }
      className={styles.content}
      actions={
        <>
          <Button
            appearance="primary"
            disabledFocusable={waits}
            aria-describedby={waits ? reason : undefined}
            onClick={onConfirm}
          >
            {t('confirm.do')}
          </Button>
          <Button onClick={onCancel}>{t('common:cancel')}</Button>
        </>
      }
    >
      <Text>
        {all
          ? t(`confirm.all.${copies}`, { tenant })
          : t(`confirm.selected.${copies}`, { count, tenant })}
      </Text>
      {!all && without > 0 && <Text>{t('confirm.withoutMailbox', { count: without })}</Text>}
      {id && <Text>{t('confirm.tenant', { tenant, id })}</Text>}
      <Text>{t('confirm.begins', { services: props.services })}</Text>
      {viaLink && (
        <>
          <Text id={reason}>{t('confirm.viaLink')}</Text>
          <Checkbox
            required
            checked={confirmed}
            onChange={(_event, { checked }) => setConfirmed(checked === true)}
            label={t('confirm.isOurs', { tenant })}
          />
        </>
      )}
    </ModalBody>
  );
}
