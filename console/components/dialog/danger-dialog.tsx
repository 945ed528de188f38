import { Button, makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import { createContext, type FormEvent, type ReactNode, useContext, useId } from 'react';
import { useTranslation } from 'react-i18next';
import { ProblemBar } from '../problem-bar.tsx';
import { DangerButton } from './danger-button.tsx';
import { Modal, ModalBody } from './modal.tsx';

const useStyles = makeStyles({
  content: {
    display: 'flex',
    flexDirection: 'column',
    gap: tokens.spacingVerticalM,
    paddingBottom: tokens.spacingVerticalM,
  },
  lead: { margin: 0 },
});

const LeadId = createContext<string | undefined>(undefined);

interface DangerDialogProps {
  readonly open: boolean;
  readonly onClose: () => void;
  /** Renders a `DangerForm`. */
  readonly children: ReactNode;
}

/** Asks for confirmation of something that cannot be undone. */
export function DangerDialog({ open, onClose, children }: DangerDialogProps) {
  const lead = useId();
  return (
    <Modal open={open} type="alert" describedBy={lead} onClose={onClose}>
      <LeadId value={lead}>{children}</LeadId>
    </Modal>
  );
}

interface DangerFormProps {
  readonly title: string;
  /** The dialog's accessible description. */
  readonly lead: string;
  /** Styles the content. */
  readonly className?: string;
  readonly children: ReactNode;
  readonly error: unknown;
  readonly armed: boolean;
  readonly pending: boolean;
  readonly submit: string;
  readonly onCancel: () => void;
  readonly onSubmit: () => void;
}

/** The form in a `DangerDialog`. Submits only while it is armed and nothing is pending. */
export function DangerForm(props: DangerFormProps) {
  const { armed, pending, onCancel, onSubmit } = props;
  const styles = useStyles();
  const { t } = useTranslation();
  const lead = useContext(LeadId);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (armed && !pending) onSubmit();
  };
  return (
    <form onSubmit={submit}>
      <ModalBody
        title={props.title}
        className={mergeClasses(styles.content, props.className)}
        actions={
          <>
            <Button disabledFocusable={pending} onClick={onCancel}>
              {t('cancel')}
            </Button>
            <DangerButton armed={armed} pending={pending}>
              {props.submit}
            </DangerButton>
          </>
        }
      >
        <p id={lead} className={styles.lead}>
          {props.lead}
        </p>
        {props.children}
        {props.error !== null && <ProblemBar error={props.error} />}
      </ModalBody>
    </form>
  );
}
