import {
  Button,
  Dialog,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
  makeStyles,
  tokens,
} from '@fluentui/react-components';
import { type FormEvent, useId } from 'react';
import { useTranslation } from 'react-i18next';
import { ProblemBar } from '../../components/problem-bar.tsx';
import { DangerButton } from '../administration/removal/danger-button.tsx';
import type { Held } from './held.ts';
import type { useDecide } from './use-decide.ts';

const useStyles = makeStyles({
  content: {
    display: 'flex',
    flexDirection: 'column',
    gap: tokens.spacingVerticalM,
    paddingBottom: tokens.spacingVerticalM,
  },
  text: { margin: 0 },
  list: { margin: 0, fontWeight: tokens.fontWeightSemibold },
});

interface AllowDialogProps {
  readonly held: Held;
  readonly open: boolean;
  readonly decide: ReturnType<typeof useDecide>;
  readonly onClose: () => void;
}

/** The second question. Not a typed one: whom it was wrong about, the next synchronization adds again. */
export function AllowDialog({ open, onClose, ...rest }: AllowDialogProps) {
  const lead = useId();
  return (
    <Dialog open={open} modalType="alert" onOpenChange={(_event, data) => !data.open && onClose()}>
      <DialogSurface aria-describedby={lead}>
        <AllowForm {...rest} lead={lead} onClose={onClose} />
      </DialogSurface>
    </Dialog>
  );
}

type AllowFormProps = Omit<AllowDialogProps, 'open'> & { readonly lead: string };

function AllowForm({ held, decide, lead, onClose }: AllowFormProps) {
  const styles = useStyles();
  const { t } = useTranslation(['synchronizations', 'common']);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!decide.isPending) decide.mutate('allow', { onSuccess: onClose });
  };
  return (
    <form onSubmit={submit}>
      <DialogBody>
        <DialogTitle>{t('confirm.title')}</DialogTitle>
        <DialogContent className={styles.content}>
          <p id={lead} className={styles.text}>
            {t('confirm.lead')}
          </p>
          <ul className={styles.list}>
            {held.users.count > 0 && <li>{t('confirm.users', { count: held.users.count })}</li>}
            {held.groups.count > 0 && <li>{t('confirm.groups', { count: held.groups.count })}</li>}
          </ul>
          <p className={styles.text}>{t('confirm.after')}</p>
          {decide.error && <ProblemBar error={decide.error} />}
        </DialogContent>
        <DialogActions>
          <Button disabledFocusable={decide.isPending} onClick={onClose}>
            {t('common:cancel')}
          </Button>
          <DangerButton armed pending={decide.isPending}>
            {decide.isPending ? t('confirm.submitting') : t('held.allow')}
          </DangerButton>
        </DialogActions>
      </DialogBody>
    </form>
  );
}
