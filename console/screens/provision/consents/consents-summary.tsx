import { makeStyles, Subtitle2, Text, tokens } from '@fluentui/react-components';
import { CheckmarkCircleFilled } from '@fluentui/react-icons';
import { useTranslation } from 'react-i18next';
import type { Account } from '../../../api/client.ts';
import { useFormat } from '../../../language/format.ts';
import { shortName } from '../../../language/short-name.ts';

const useStyles = makeStyles({
  box: {
    display: 'flex',
    gap: tokens.spacingHorizontalM,
    padding: `${tokens.spacingVerticalM} ${tokens.spacingHorizontalL}`,
    borderRadius: tokens.borderRadiusMedium,
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    backgroundColor: tokens.colorNeutralBackground1,
  },
  icon: { flexShrink: 0, fontSize: '1.5rem', color: tokens.colorStatusSuccessForeground1 },
  words: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalXXS, minWidth: 0 },
  title: { margin: 0 },
  text: { color: tokens.colorNeutralForeground2, overflowWrap: 'anywhere' },
});

/** Short summary of the consents, shown after all are granted. */
export function ConsentsSummary({ account }: { account: Account }) {
  const { t } = useTranslation(['consents', 'common']);
  const styles = useStyles();
  const format = useFormat();
  const { tenant } = account;
  return (
    <div className={styles.box}>
      <CheckmarkCircleFilled aria-hidden className={styles.icon} />
      <div className={styles.words}>
        <Subtitle2 as="h2" className={styles.title}>
          {t('summary.title', { count: account.consents.length })}
        </Subtitle2>
        {tenant && (
          <Text className={styles.text} title={tenant.name ?? undefined}>
            {t('summary.tenant', { tenant: shortName(tenant.name ?? tenant.id) })}
          </Text>
        )}
        {account.consents.map(({ kind, administrator, changedAt }) => (
          <Text key={kind} className={styles.text} title={administrator ?? undefined}>
            {t('summary.consent', {
              consent: t(`common:consent.${kind}`),
              name: administrator === null ? t('step.whoever') : shortName(administrator),
              when: format.dateTime(changedAt),
            })}
          </Text>
        ))}
      </div>
    </div>
  );
}
