import { makeStyles, tokens } from '@fluentui/react-components';
import { useTranslation } from 'react-i18next';
import type { Service } from '../../../domain/services/services.ts';
import { copiesOf } from '../../components/service.ts';
import { DangerDialog, DangerForm } from '../../components/dialog/danger-dialog.tsx';
import type { Held } from './held.ts';
import type { useDecide } from './use-decide.ts';

const useStyles = makeStyles({
  text: { margin: 0 },
  list: { margin: 0, fontWeight: tokens.fontWeightSemibold },
});

interface AllowDialogProps {
  readonly service: Service;
  readonly held: Held;
  readonly open: boolean;
  readonly decide: ReturnType<typeof useDecide>;
  readonly onClose: () => void;
}

/** Confirms the removals. Nothing to type: the next synchronization adds back anyone removed by mistake. */
export function AllowDialog({ service, held, open, decide, onClose }: AllowDialogProps) {
  const styles = useStyles();
  const { t } = useTranslation('synchronizations');
  const copies = copiesOf(service);
  return (
    <DangerDialog open={open} onClose={onClose}>
      <DangerForm
        title={t(`confirm.title.${copies}`)}
        lead={t(`confirm.lead.${copies}`)}
        error={decide.error}
        armed
        pending={decide.isPending}
        submit={decide.isPending ? t('confirm.submitting') : t('held.allow')}
        onCancel={onClose}
        onSubmit={() => decide.mutate('allow', { onSuccess: onClose })}
      >
        <ul className={styles.list}>
          {held.counts.map(({ key, count }) => (
            <li key={key}>{t(`confirm.${key}`, { count })}</li>
          ))}
        </ul>
        <p className={styles.text}>{t('confirm.after')}</p>
      </DangerForm>
    </DangerDialog>
  );
}
