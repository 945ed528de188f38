import { Button, Field, Input, makeStyles, Spinner, tokens } from '@fluentui/react-components';
import { type FormEvent, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Account } from '../../api/client.ts';
import { forgetAttempt } from '../../api/forget-attempt.ts';
import { problemOf } from '../../api/problem.ts';
import { useThisOrganization } from '../../api/session.ts';
import { useProblemSentence } from '../../components/problem-bar.tsx';
import { useNameMailbox } from './use-name-mailbox.ts';

const useStyles = makeStyles({
  form: {
    display: 'flex',
    flexDirection: 'column',
    gap: tokens.spacingVerticalM,
    width: '100%',
    maxWidth: '30rem',
  },
  actions: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalS },
});

/** The API's limit. */
const LONGEST_ADDRESS = 256;

export function CanaryForm({ account, onClose }: { account: Account; onClose: () => void }) {
  const { t } = useTranslation('consents');
  const styles = useStyles();
  const { id: organizationId } = useThisOrganization();
  const { service, canaryMailbox } = account;
  const name = useNameMailbox({ organizationId, service });
  const [address, setAddress] = useState(canaryMailbox ?? '');
  const field = useFocusOnMount();
  const problem = useProblem(name);
  const save = (wanted: string | null) =>
    name.isPending || name.mutate(wanted, { onSuccess: onClose });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (address.trim()) save(address.trim());
  };
  return (
    <form className={styles.form} noValidate onSubmit={submit}>
      <Field
        label={t('canary.field')}
        hint={t('canary.hint')}
        validationState={problem ? 'error' : 'none'}
        validationMessage={problem}
      >
        <Input
          ref={field}
          value={address}
          maxLength={LONGEST_ADDRESS}
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          onChange={(_event, { value }) => {
            setAddress(value);
            forgetAttempt(name);
          }}
        />
      </Field>
      <div className={styles.actions}>
        <Button
          type="submit"
          appearance="primary"
          icon={name.isPending ? <Spinner size="tiny" /> : undefined}
          disabledFocusable={name.isPending || !address.trim()}
        >
          {name.isPending ? t('canary.saving') : t('canary.save')}
        </Button>
        {canaryMailbox !== null && (
          <Button disabledFocusable={name.isPending} onClick={() => save(null)}>
            {t('canary.useDefault')}
          </Button>
        )}
        <Button appearance="subtle" onClick={onClose}>
          {t('canary.cancel')}
        </Button>
      </div>
    </form>
  );
}

/** Why the last address was refused, in place of a sentence about targets. */
function useProblem({ error, variables }: ReturnType<typeof useNameMailbox>): string | null {
  const { t } = useTranslation('consents');
  const sentence = useProblemSentence(error);
  if (!error) return null;
  const unknown = problemOf(error).code === 'UserNotFound';
  return unknown ? t('canary.unknown', { name: variables }) : sentence;
}

function useFocusOnMount() {
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.focus(), []);
  return field;
}
