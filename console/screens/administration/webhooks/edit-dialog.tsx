import {
  Button,
  Checkbox,
  Field,
  Input,
  Label,
  makeStyles,
  Radio,
  RadioGroup,
  Spinner,
  tokens,
} from '@fluentui/react-components';
import { type FormEvent, type ReactNode, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { EVENT_TYPES, type EventType } from '../../../../domain/events.ts';
import {
  DEFAULT_WEBHOOK_TYPES,
  WEBHOOK_ALGORITHMS,
  type WebhookAlgorithm,
} from '../../../../domain/webhooks.ts';
import { forgetAttempt } from '../../../api/forget-attempt.ts';
import { Modal, ModalBody } from '../../../components/dialog/modal.tsx';
import { ProblemBar } from '../../../components/problem-bar.tsx';
import { type Created, type Endpoint, useCreate, useEdit } from './use-webhooks.ts';

const useStyles = makeStyles({
  content: {
    display: 'grid',
    gap: tokens.spacingVerticalL,
    paddingBottom: tokens.spacingVerticalM,
  },
});

interface Values {
  readonly url: string;
  readonly types: readonly EventType[];
}

interface AddDialogProps {
  readonly organizationId: string;
  readonly open: boolean;
  readonly onClose: () => void;
  readonly onCreated: (created: Created) => void;
}

/** Adds an endpoint. What a person may have to act on is preselected. */
export function AddDialog({ open, ...form }: AddDialogProps) {
  return (
    <Modal open={open} type="modal" onClose={form.onClose}>
      <AddForm {...form} />
    </Modal>
  );
}

function AddForm({ organizationId, onClose, onCreated }: Omit<AddDialogProps, 'open'>) {
  const { t } = useTranslation('webhooks');
  const create = useCreate(organizationId);
  const [algorithm, setAlgorithm] = useState<WebhookAlgorithm>('hmac');
  return (
    <EndpointForm
      title={t('add')}
      initial={{ url: '', types: DEFAULT_WEBHOOK_TYPES }}
      attempt={create}
      submit={create.isPending ? t('creating') : t('create')}
      onClose={onClose}
      onSubmit={({ url, types }) =>
        create.mutate(
          { url, types: [...types], algorithm },
          {
            onSuccess: (created) => {
              onClose();
              onCreated(created);
            },
          },
        )
      }
    >
      <Field label={t('algorithm')}>
        <RadioGroup
          value={algorithm}
          onChange={(_event, { value }) => setAlgorithm(value === 'ed25519' ? value : 'hmac')}
        >
          {WEBHOOK_ALGORITHMS.map((each) => (
            <Radio key={each} value={each} label={t(`algorithms.${each}`)} />
          ))}
        </RadioGroup>
      </Field>
    </EndpointForm>
  );
}

interface EditDialogProps {
  readonly organizationId: string;
  readonly endpoint: Endpoint;
  readonly open: boolean;
  readonly onClose: () => void;
}

/** Changes the address of an endpoint, and what it gets. */
export function EditDialog({ open, ...form }: EditDialogProps) {
  return (
    <Modal open={open} type="modal" onClose={form.onClose}>
      <EditForm {...form} />
    </Modal>
  );
}

function EditForm({ organizationId, endpoint, onClose }: Omit<EditDialogProps, 'open'>) {
  const { t } = useTranslation('webhooks');
  const edit = useEdit({ organizationId, endpointId: endpoint.id });
  return (
    <EndpointForm
      title={t('edit')}
      initial={endpoint}
      attempt={edit}
      submit={edit.isPending ? t('saving') : t('save')}
      onClose={onClose}
      onSubmit={({ url, types }) => edit.mutate({ url, types: [...types] }, { onSuccess: onClose })}
    />
  );
}

function EndpointForm(props: {
  title: string;
  initial: Values;
  attempt: { isPending: boolean; error: unknown; reset: () => void };
  submit: string;
  onClose: () => void;
  onSubmit: (values: Values) => void;
  children?: ReactNode;
}) {
  const { title, initial, attempt, onClose, onSubmit, children } = props;
  const styles = useStyles();
  const { t } = useTranslation(['webhooks', 'common']);
  const typesLabel = useId();
  const [{ url, types }, setValues] = useState(initial);
  const ready = url.trim() !== '' && types.length > 0 && !attempt.isPending;
  const edit = (values: Values) => {
    setValues(values);
    forgetAttempt(attempt);
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (ready) onSubmit({ url: url.trim(), types });
  };
  const choose = (type: EventType, chosen: boolean) =>
    EVENT_TYPES.filter((each) => (each === type ? chosen : types.includes(each)));
  return (
    <form onSubmit={submit}>
      <ModalBody
        title={title}
        className={styles.content}
        actions={
          <>
            <Button disabledFocusable={attempt.isPending} onClick={onClose}>
              {t('common:cancel')}
            </Button>
            <Button
              type="submit"
              appearance="primary"
              disabledFocusable={!ready}
              icon={attempt.isPending ? <Spinner size="tiny" /> : undefined}
            >
              {props.submit}
            </Button>
          </>
        }
      >
        <Field label={t('url')} hint={t('urlHint')}>
          <Input
            type="url"
            value={url}
            autoComplete="off"
            spellCheck={false}
            onChange={(_event, { value }) => edit({ url: value, types })}
          />
        </Field>
        <div role="group" aria-labelledby={typesLabel}>
          <Label id={typesLabel}>{t('types')}</Label>
          {EVENT_TYPES.map((type) => (
            <div key={type}>
              <Checkbox
                label={t(`type.${type}`)}
                checked={types.includes(type)}
                onChange={(_event, { checked }) =>
                  edit({ url, types: choose(type, checked === true) })
                }
              />
            </div>
          ))}
        </div>
        {children}
        {attempt.error !== null && <ProblemBar error={attempt.error} />}
      </ModalBody>
    </form>
  );
}
