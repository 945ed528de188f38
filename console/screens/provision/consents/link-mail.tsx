/** What became of the mail with a link. */
import { makeStyles, Text, tokens } from '@fluentui/react-components';
import { useTranslation } from 'react-i18next';
import { isFailureType } from '../../../../domain/failures.ts';
import type { Consent } from '../../../api/client.ts';
import { Notice } from '../../../components/notice.tsx';
import { useFormat } from '../../../language/format.ts';

type Mail = NonNullable<NonNullable<Consent['link']>['mail']>;

const useStyles = makeStyles({
  text: { color: tokens.colorNeutralForeground2, overflowWrap: 'anywhere' },
  notice: { alignSelf: 'stretch' },
});

export function LinkMail({ mail }: { mail: Mail }) {
  const styles = useStyles();
  const { t } = useTranslation(['consents', 'failures']);
  const { dateTime } = useFormat();
  const { state, failure, sentAt, remindedAt } = mail;
  const to = mail.to ?? t('link.mail.recipient');
  if (state === 'failed') {
    const why = isFailureType(failure) ? t(`failures:${failure}`) : '';
    return (
      <Notice intent="warning" className={styles.notice}>
        {t('link.mail.failed', { to, why })}
      </Notice>
    );
  }
  const when = remindedAt ?? sentAt;
  const key = remindedAt && state === 'sent' ? 'reminded' : state;
  return (
    <Text className={styles.text}>
      {t(`link.mail.${key}`, { to, when: when === null ? '' : dateTime(when) })}
    </Text>
  );
}
