import {
  Button,
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
import { useTranslation } from 'react-i18next';
import type { Draft } from './draft.ts';

const useStyles = makeStyles({
  content: {
    display: 'flex',
    flexDirection: 'column',
    gap: tokens.spacingVerticalM,
    overflowWrap: 'anywhere',
  },
});

/** Says exactly what submitting does, before it is done. */
export function ConfirmDialog(props: {
  open: boolean;
  draft: Draft;
  tenant: string | null;
  onCancel: () => void;
  onConfirm: () => void;
}) {
  const { open, draft, onCancel, onConfirm } = props;
  const { t } = useTranslation(['targets', 'common']);
  const styles = useStyles();
  const tenant = props.tenant ?? t('confirm.yourTenant');
  const count = draft.users.length;
  const all = draft.method === 'all';
  return (
    <Dialog open={open} onOpenChange={(_event, data) => data.open || onCancel()}>
      <DialogSurface>
        <DialogBody>
          <DialogTitle>
            {all ? t('confirm.titleAll') : t('confirm.titleSelected', { count })}
          </DialogTitle>
          <DialogContent className={styles.content}>
            <Text>
              {all ? t('confirm.all', { tenant }) : t('confirm.selected', { count, tenant })}
            </Text>
            <Text>{t('confirm.begins')}</Text>
          </DialogContent>
          <DialogActions>
            <Button appearance="primary" onClick={onConfirm}>
              {t('confirm.do')}
            </Button>
            <Button onClick={onCancel}>{t('common:cancel')}</Button>
          </DialogActions>
        </DialogBody>
      </DialogSurface>
    </Dialog>
  );
}
