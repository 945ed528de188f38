import { Button, makeStyles, tokens } from '@fluentui/react-components';
import { useTranslation } from 'react-i18next';
import { Modal, ModalBody } from '../../../components/dialog/modal.tsx';
import { CopyableId } from '../parts/copyable-id.tsx';
import { Fact, Facts } from '../parts/facts.tsx';
import type { Created } from './use-webhooks.ts';

const useStyles = makeStyles({
  content: { display: 'grid', gap: tokens.spacingVerticalL },
  text: { margin: 0 },
});

/** Shows a new secret, or a new public key. The secret is gone with the dialog. */
export function SecretDialog({
  created,
  onClose,
}: {
  created: Created | null;
  onClose: () => void;
}) {
  return (
    <Modal open={created !== null} type="alert" onClose={onClose}>
      {created && <Secret created={created} onClose={onClose} />}
    </Modal>
  );
}

function Secret({ created, onClose }: { created: Created; onClose: () => void }) {
  const styles = useStyles();
  const { t } = useTranslation('webhooks');
  const { secret, endpoint } = created;
  const name = secret === null ? t('publicKey') : t('secret');
  return (
    <ModalBody
      title={secret === null ? t('publicKey') : t('secretTitle')}
      className={styles.content}
      actions={
        <Button appearance="primary" onClick={onClose}>
          {t('done')}
        </Button>
      }
    >
      <p className={styles.text}>{secret === null ? t('publicKeyLead') : t('secretLead')}</p>
      <Facts>
        <Fact term={name} wide>
          <CopyableId id={secret ?? endpoint.publicKey ?? ''} label={name} />
        </Fact>
      </Facts>
      {endpoint.previousKeyUntil && <p className={styles.text}>{t('rotatedLead')}</p>}
    </ModalBody>
  );
}
