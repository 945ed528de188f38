import { Button } from '@fluentui/react-components';
import { useTranslation } from 'react-i18next';
import { Modal, ModalBody } from '../../components/dialog/modal.tsx';
import { useProblemSentence } from '../../components/problem-bar.tsx';
import type { useSynchronize } from './use-synchronize.ts';

/** Shows why a synchronization was rejected. A dialog, because the menu has closed by then. */
export function SynchronizeProblem({ request }: { request: ReturnType<typeof useSynchronize> }) {
  const { t } = useTranslation();
  const sentence = useProblemSentence(request.error);
  const close = () => request.reset();
  return (
    <Modal open={request.isError} type="alert" onClose={close}>
      <ModalBody
        title={t('unknownError')}
        actions={
          <Button appearance="primary" onClick={close}>
            {t('close')}
          </Button>
        }
      >
        {sentence}
      </ModalBody>
    </Modal>
  );
}
