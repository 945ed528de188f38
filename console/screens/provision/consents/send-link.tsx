/** Sends a link by mail, if a mail server is configured. */
import {
  Button,
  Field,
  Input,
  makeStyles,
  Select,
  Spinner,
  tokens,
} from '@fluentui/react-components';
import { MailRegular } from '@fluentui/react-icons';
import { useMutation, useQuery } from '@tanstack/react-query';
import { type FormEvent, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { LANGUAGE_NAMES, LANGUAGES, pickLanguage } from '../../../../domain/languages.ts';
import { CONSENT_LINK_LIFETIME } from '../../../../domain/limits.ts';
import { isMailAddress } from '../../../../domain/mails.ts';
import { accountApi, type Consent } from '../../../api/client.ts';
import { contentOf } from '../../../api/problem.ts';
import { mailPreferencesQuery } from '../../../api/queries.ts';
import { useAnnounce } from '../../../components/announcer.tsx';
import { Modal, ModalBody } from '../../../components/dialog/modal.tsx';
import { ProblemBar } from '../../../components/problem-bar.tsx';
import { useAccountReference } from '../use-account.ts';

const DAYS = CONSENT_LINK_LIFETIME / (24 * 60 * 60 * 1000);

const useStyles = makeStyles({
  content: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalM },
  text: { margin: 0 },
});

interface SendLinkProps {
  readonly consent: Consent;
  readonly onSent: () => void;
}

export function SendLink({ consent, onSent }: SendLinkProps) {
  const { t } = useTranslation('consents');
  const { organizationId } = useAccountReference();
  const mailIsOn = useQuery(mailPreferencesQuery(organizationId)).data?.on ?? false;
  const [open, setOpen] = useState(false);
  const close = () => setOpen(false);
  if (!mailIsOn) return null;
  return (
    <>
      <Button icon={<MailRegular />} onClick={() => setOpen(true)}>
        {consent.link ? t('link.sendNew') : t('link.send')}
      </Button>
      <Modal open={open} type="modal" onClose={close}>
        <SendForm consent={consent} onSent={onSent} onClose={close} />
      </Modal>
    </>
  );
}

function SendForm(props: SendLinkProps & { onClose: () => void }) {
  const { consent, onSent, onClose } = props;
  const styles = useStyles();
  const { t, i18n } = useTranslation(['consents', 'common']);
  const [address, setAddress] = useState(consent.link?.mail?.to ?? '');
  const [language, setLanguage] = useState(pickLanguage([i18n.language]));
  const [tried, setTried] = useState(false);
  const form = useId();
  const send = useSendLink(consent, () => {
    onSent();
    onClose();
  });
  const valid = isMailAddress(address.trim());
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (valid && !send.isPending) send.mutate({ address: address.trim(), language });
  };
  return (
    <form id={form} onSubmit={submit} noValidate>
      <ModalBody
        title={t('link.dialog.title')}
        className={styles.content}
        actions={
          <>
            <Button onClick={onClose}>{t('common:cancel')}</Button>
            <Button
              type="submit"
              appearance="primary"
              disabledFocusable={send.isPending}
              icon={send.isPending ? <Spinner size="tiny" /> : undefined}
            >
              {send.isPending ? t('link.dialog.sending') : t('link.dialog.submit')}
            </Button>
          </>
        }
      >
        <p className={styles.text}>{t('link.dialog.lead', { days: DAYS })}</p>
        <Field
          label={t('link.dialog.address')}
          validationMessage={tried && !valid ? t('link.dialog.invalid') : undefined}
        >
          <Input
            type="email"
            autoComplete="off"
            autoFocus
            value={address}
            onChange={(_event, { value }) => setAddress(value)}
          />
        </Field>
        <Field label={t('link.dialog.language')}>
          <Select
            value={language}
            onChange={(_event, { value }) => setLanguage(pickLanguage([value]))}
          >
            {LANGUAGES.map((each) => (
              <option key={each} value={each} lang={each}>
                {LANGUAGE_NAMES[each]}
              </option>
            ))}
          </Select>
        </Field>
        {send.error && <ProblemBar error={send.error} />}
      </ModalBody>
    </form>
  );
}

function useSendLink({ kind }: Consent, onSent: () => void) {
  const reference = useAccountReference();
  const announce = useAnnounce();
  const { t } = useTranslation('consents');
  return useMutation({
    mutationFn: (mail: { address: string; language: (typeof LANGUAGES)[number] }) =>
      contentOf(
        accountApi.consents[':kind'].links.mail.$post({
          param: { ...reference, kind },
          json: mail,
        }),
      ),
    onSuccess: (_sent, { address: to }) => {
      announce(t('link.dialog.sent', { to }));
      onSent();
    },
  });
}
