import { makeStyles, Spinner, Text } from '@fluentui/react-components';
import { useTranslation } from 'react-i18next';
import type { Account } from '../../api/client.ts';
import { RetryPart } from './attention/retry-part.tsx';
import { LinkButton } from '../../components/link-button.tsx';
import { Section } from '../../components/section.tsx';
import { useAccountReference } from './use-account.ts';

const useStyles = makeStyles({ link: { alignSelf: 'flex-start' } });

/** Shown during removal, with a link to its progress. */
export function RemovingPart({ account }: { account: Account }) {
  const { t } = useTranslation('consents');
  const styles = useStyles();
  const params = useAccountReference();
  if (account.attention) return <RetryPart account={account} />;
  return (
    <Section title={t('removing.title')} mark={<Spinner size="tiny" aria-hidden />}>
      <Text>{t('removing.lead')}</Text>
      <LinkButton
        className={styles.link}
        to="/organizations/$organizationId/administration/service-accounts/$service"
        params={params}
      >
        {t('removing.details')}
      </LinkButton>
    </Section>
  );
}
