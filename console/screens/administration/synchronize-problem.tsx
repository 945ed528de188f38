import {
  Button,
  Dialog,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
} from '@fluentui/react-components';
import { useTranslation } from 'react-i18next';
import { useProblemSentence } from '../../components/problem-bar.tsx';
import type { useSynchronize } from './use-synchronize.ts';

/** Says why a synchronization was refused: whoever asked for one looks at the menu, which has closed by then. */
export function SynchronizeProblem({ asked }: { asked: ReturnType<typeof useSynchronize> }) {
  const { t } = useTranslation();
  const sentence = useProblemSentence(asked.error);
  return (
    <Dialog
      open={asked.isError}
      modalType="alert"
      onOpenChange={(_event, { open }) => !open && asked.reset()}
    >
      <DialogSurface>
        <DialogBody>
          <DialogTitle>{t('unknownError')}</DialogTitle>
          <DialogContent>{sentence}</DialogContent>
          <DialogActions>
            <Button appearance="primary" onClick={() => asked.reset()}>
              {t('close')}
            </Button>
          </DialogActions>
        </DialogBody>
      </DialogSurface>
    </Dialog>
  );
}
