/** Creates a link for another person who is the Global Administrator, to be copied or sent by mail. */
import {
  Button,
  Field,
  Input,
  makeStyles,
  Spinner,
  Text,
  tokens,
} from '@fluentui/react-components';
import { CheckmarkRegular, LinkRegular } from '@fluentui/react-icons';
import { useMutation } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { CONSENT_LINK_LIFETIME } from '../../../../domain/limits.ts';
import { accountApi, type Consent } from '../../../api/client.ts';
import { contentOf } from '../../../api/problem.ts';
import { useAnnounce } from '../../../components/announcer.tsx';
import { ProblemBar } from '../../../components/problem-bar.tsx';
import { useFormat } from '../../../language/format.ts';
import { copyText } from '../copy-text.ts';
import { useAccountReference } from '../use-account.ts';
import { LinkMail } from './link-mail.tsx';
import { RevokeLink } from './revoke-link.tsx';
import { SendLink } from './send-link.tsx';
import { shortName } from '../../../language/short-name.ts';

const DAY = 24 * 60 * 60 * 1000;
const DAYS = CONSENT_LINK_LIFETIME / DAY;

const useStyles = makeStyles({
  box: {
    display: 'flex',
    flexDirection: 'column',
    alignItems: 'flex-start',
    gap: tokens.spacingVerticalS,
    paddingTop: tokens.spacingVerticalL,
    borderTop: `1px solid ${tokens.colorNeutralStroke2}`,
  },
  text: { color: tokens.colorNeutralForeground2, overflowWrap: 'anywhere' },
  done: { color: tokens.colorStatusSuccessForeground1 },
  field: { alignSelf: 'stretch' },
  actions: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalS },
});

export function ConsentLink({ consent }: { consent: Consent }) {
  const { t } = useTranslation('consents');
  const styles = useStyles();
  const format = useFormat();
  const make = useMakeLink(consent);
  const { link } = consent;
  useForgottenOnceUsed(link !== null, make.reset);
  return (
    <div className={styles.box}>
      <Text className={styles.text}>
        {link
          ? t('link.open', {
              name: shortName(link.createdBy),
              until: format.dateTime(link.expiresAt),
            })
          : t('link.lead', { days: DAYS })}
      </Text>
      {link?.mail && <LinkMail mail={link.mail} />}
      <div className={styles.actions}>
        <Button
          icon={make.isPending ? <Spinner size="tiny" /> : <LinkRegular />}
          disabledFocusable={make.isPending}
          // The second click of a double click would void the first link, which may be the copied one.
          onClick={({ detail }) => make.isPending || detail > 1 || make.mutate()}
        >
          {link ? t('link.copyNew') : t('link.copy')}
        </Button>
        <SendLink consent={consent} onSent={make.reset} />
        {link && <RevokeLink consent={consent} />}
      </div>
      {make.data && <MadeLink {...make.data} />}
      {make.error && <ProblemBar error={make.error} />}
    </div>
  );
}

function MadeLink(props: { address: string; expiresAt: string; copied: boolean }) {
  const { address, expiresAt, copied } = props;
  const { t } = useTranslation('consents');
  const styles = useStyles();
  const until = useFormat().dateTime(expiresAt);
  if (copied) {
    return (
      <Text className={styles.text}>
        <CheckmarkRegular aria-hidden className={styles.done} /> {t('link.copied', { until })}
      </Text>
    );
  }
  return (
    <Field className={styles.field} label={t('link.field')} hint={t('link.notCopied', { until })}>
      <Input
        readOnly
        autoFocus
        value={address}
        onFocus={({ currentTarget }) => currentTarget.select()}
      />
    </Field>
  );
}

function useMakeLink({ kind }: Consent) {
  const reference = useAccountReference();
  const announce = useAnnounce();
  const { t } = useTranslation('consents');
  const format = useFormat();
  return useMutation({
    mutationFn: async () => {
      const param = { ...reference, kind };
      const made = await contentOf(accountApi.consents[':kind'].links.$post({ param }));
      return { ...made, copied: await copyText(made.address) };
    },
    onSuccess: ({ copied, expiresAt }) => {
      if (copied) announce(t('link.copied', { until: format.dateTime(expiresAt) }));
    },
  });
}

/** Hides the created link once it is used or no longer valid. */
function useForgottenOnceUsed(open: boolean, forget: () => void): void {
  const was = useRef(open);
  useEffect(() => {
    if (was.current && !open) forget();
    was.current = open;
  }, [open, forget]);
}
