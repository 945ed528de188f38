import { useTranslation } from 'react-i18next';
import { DangerDialog, DangerForm } from '../../../components/dialog/danger-dialog.tsx';
import { type Created, type EndpointReference, useDelete, useRotate } from './use-webhooks.ts';

interface DialogProps {
  readonly reference: EndpointReference;
  readonly open: boolean;
  readonly onClose: () => void;
}

/** Asks before the key is replaced. */
export function RotateDialog(props: DialogProps & { onRotated: (rotated: Created) => void }) {
  const { reference, open, onClose, onRotated } = props;
  const { t } = useTranslation('webhooks');
  const rotate = useRotate(reference);
  return (
    <DangerDialog open={open} onClose={onClose}>
      <DangerForm
        title={t('rotate')}
        lead={t('rotateLead')}
        error={rotate.error}
        armed
        pending={rotate.isPending}
        submit={t('rotate')}
        onCancel={onClose}
        onSubmit={() =>
          rotate.mutate(undefined, {
            onSuccess: (rotated) => {
              onClose();
              onRotated(rotated);
            },
          })
        }
      >
        {null}
      </DangerForm>
    </DangerDialog>
  );
}

/** Asks before an endpoint is deleted with its log. */
export function DeleteDialog(props: DialogProps & { url: string }) {
  const { reference, open, onClose, url } = props;
  const { t } = useTranslation('webhooks');
  const remove = useDelete(reference);
  return (
    <DangerDialog open={open} onClose={onClose}>
      <DangerForm
        title={t('deleteTitle')}
        lead={t('deleteLead', { url })}
        error={remove.error}
        armed
        pending={remove.isPending}
        submit={t('delete')}
        onCancel={onClose}
        onSubmit={() => remove.mutate(undefined, { onSuccess: onClose })}
      >
        {null}
      </DangerForm>
    </DangerDialog>
  );
}
