/** Administration > Mail: what the signed-in person gets by mail. */
import { makeStyles, Switch, Text, tokens } from '@fluentui/react-components';
import { useSuspenseQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { isFailureType } from '../../../domain/failures.ts';
import { LANGUAGE_NAMES } from '../../../domain/languages.ts';
import type { MailPreferences } from '../../api/client.ts';
import { mailPreferencesQuery } from '../../api/queries.ts';
import { useThisOrganization } from '../../api/session.ts';
import { Notice } from '../../components/notice.tsx';
import { Page } from '../../components/page.tsx';
import { ProblemBar } from '../../components/problem-bar.tsx';
import { Section } from '../../components/section.tsx';
import { useFormat } from '../../language/format.ts';
import { shortName } from '../../language/short-name.ts';
import { useChooseMail } from './use-choose-mail.ts';

const useStyles = makeStyles({
  list: {
    listStyleType: 'none',
    margin: 0,
    padding: 0,
    display: 'grid',
    gap: tokens.spacingVerticalM,
  },
  quiet: { color: tokens.colorNeutralForeground2, overflowWrap: 'anywhere' },
  // Aligned with the label, which is beside the switch.
  hint: { display: 'block', color: tokens.colorNeutralForeground2, paddingLeft: '3.75rem' },
});

export function MailScreen() {
  const organization = useThisOrganization();
  const { t } = useTranslation('mail');
  const { data } = useSuspenseQuery(mailPreferencesQuery(organization.id));
  return (
    <Page title={t('title')} lead={t('lead', { organization: shortName(organization.name) })}>
      {!data.on && <Notice intent="warning">{t('off')}</Notice>}
      {data.lastFailure && <Failure {...data.lastFailure} />}
      <Kinds preferences={data} organizationId={organization.id} />
    </Page>
  );
}

function Failure({ failure, at }: NonNullable<MailPreferences['lastFailure']>) {
  const { t } = useTranslation(['mail', 'failures']);
  const when = useFormat().dateTime(at);
  return (
    <Notice intent="warning">
      {t('failed', { when })} {isFailureType(failure) && t(`failures:${failure}`)}
    </Notice>
  );
}

function Kinds(props: { preferences: MailPreferences; organizationId: string }) {
  const { preferences, organizationId } = props;
  const { address, language, kinds } = preferences;
  const styles = useStyles();
  const { t } = useTranslation('mail');
  const choose = useChooseMail(organizationId);
  return (
    <Section title={t('kinds')}>
      <Text className={styles.quiet}>
        {t('where', { address, language: LANGUAGE_NAMES[language] })}
      </Text>
      <ul className={styles.list}>
        {kinds.map(({ kind, wanted }) => (
          <li key={kind}>
            <Switch
              label={t(`kind.${kind}`)}
              checked={wanted}
              aria-describedby={`mail-${kind}`}
              onChange={(_event, { checked }) => choose.mutate({ kind, wanted: checked })}
            />
            <Text id={`mail-${kind}`} size={200} className={styles.hint}>
              {t(`hint.${kind}`)}
            </Text>
          </li>
        ))}
      </ul>
      {choose.error && <ProblemBar error={choose.error} />}
    </Section>
  );
}
