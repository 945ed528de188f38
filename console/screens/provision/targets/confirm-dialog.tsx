import {
  Button,
  Checkbox,
  Dialog,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
  makeStyles,
  Text,
  tokens,
} from '@fluentui/react-components';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Account } from '../../../api/client.ts';
import type { Draft } from './draft.ts';

const useStyles = makeStyles({
  content: {
    display: 'flex',
    flexDirection: 'column',
    gap: tokens.spacingVerticalM,
    overflowWrap: 'anywhere',
  },
});

interface Question {
  readonly draft: Draft;
  readonly tenant: Account['tenant'];
  /** Whether a consent came by a forwarded link, so that the tenant must be confirmed. */
  readonly viaLink: boolean;
  readonly onCancel: () => void;
  readonly onConfirm: () => void;
}

/** Says exactly what submitting does and for which tenant, before it is done. */
export function ConfirmDialog({ open, ...question }: Question & { open: boolean }) {
  return (
    <Dialog open={open} onOpenChange={(_event, data) => data.open || question.onCancel()}>
      <DialogSurface>
        {/* Another tenant is another question: what was confirmed of the last one does not count. */}
        <Confirmation key={question.tenant?.id} {...question} />
      </DialogSurface>
    </Dialog>
  );
}

function Confirmation({ draft, viaLink, onCancel, onConfirm, ...props }: Question) {
  const { t } = useTranslation(['targets', 'common']);
  const styles = useStyles();
  const reason = useId();
  const [confirmed, setConfirmed] = useState(false);
  const { id, name } = props.tenant ?? { id: null, name: null };
  const tenant = name ?? id ?? t('confirm.yourTenant');
  const waits = viaLink && !confirmed;
  const count = draft.users.length;
  const all = draft.method === 'all';
  return (
    <DialogBody>
      <DialogTitle>
        {all ? t('confirm.titleAll') : t('confirm.titleSelected', { count })}
      </DialogTitle>
      <DialogContent className={styles.content}>
        <Text>{all ? t('confirm.all', { tenant }) : t('confirm.selected', { count, tenant })}</Text>
        {id && <Text>{t('confirm.tenant', { tenant, id })}</Text>}
        <Text>{t('confirm.begins')}</Text>
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
      </DialogContent>
      <DialogActions>
        <Button
          appearance="primary"
          disabledFocusable={waits}
          aria-describedby={waits ? reason : undefined}
          onClick={onConfirm}
        >
          {t('confirm.do')}
        </Button>
        <Button onClick={onCancel}>{t('common:cancel')}</Button>
      </DialogActions>
    </DialogBody>
  );
}
