import {
  Badge,
  type BadgeProps,
  makeStyles,
  Subtitle2,
  Text,
  tokens,
} from '@fluentui/react-components';
import { useTranslation } from 'react-i18next';
import type { ConsentStatus } from '../../../../domain/account.ts';
import { isFailureType } from '../../../../domain/failures.ts';
import type { Consent } from '../../../api/client.ts';
import { useFormat } from '../../../language/format.ts';
import { Fact, Facts } from '../parts/facts.tsx';
import { Section } from '../../../components/section.tsx';
import { ClampedText } from '../../../components/clamped-text.tsx';

const COLORS: Partial<Record<ConsentStatus, BadgeProps['color']>> = {
  notStarted: 'informative',
  granted: 'success',
  notNeeded: 'success',
  declined: 'danger',
  refused: 'danger',
  revoked: 'danger',
  expired: 'warning',
};

const useStyles = makeStyles({
  list: { margin: 0, padding: 0, listStyleType: 'none' },
  consent: {
    display: 'grid',
    gap: tokens.spacingVerticalM,
    padding: `${tokens.spacingVerticalL} 0`,
    ':not(:first-child)': { borderTop: `1px solid ${tokens.colorNeutralStroke2}` },
    ':first-child': { paddingTop: 0 },
    ':last-child': { paddingBottom: 0 },
  },
  head: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: tokens.spacingHorizontalM },
  title: { margin: 0 },
  diagnosis: { overflowWrap: 'anywhere' },
  permissions: { margin: 0, padding: 0, listStyleType: 'none', display: 'grid', gap: '2px' },
  permission: { fontFamily: tokens.fontFamilyMonospace, fontSize: tokens.fontSizeBase200 },
});

/** The consents of the service: their status, who granted them, when, and which permissions. */
export function ConsentFacts({ consents }: { consents: readonly Consent[] }) {
  const styles = useStyles();
  const { t } = useTranslation('administration');
  return (
    <Section title={t('consent.title')}>
      <ul className={styles.list}>
        {consents.map((consent, index) => (
          <li key={consent.kind} className={styles.consent}>
            <OneConsent consent={consent} step={index + 1} />
          </li>
        ))}
      </ul>
    </Section>
  );
}

function OneConsent({ consent, step }: { consent: Consent; step: number }) {
  const styles = useStyles();
  const { t } = useTranslation(['administration', 'consents', 'common', 'failures']);
  const { dateTime } = useFormat();
  const { kind, status, administrator, changedAt, failure, permissions } = consent;
  const reason = failure && isFailureType(failure.code) ? failure.code : null;
  return (
    <>
      <div className={styles.head}>
        <Subtitle2 as="h3" className={styles.title}>
          {t('consents:step.title', { step, consent: t(`common:consent.${kind}`) })}
        </Subtitle2>
        <Badge appearance="tint" color={COLORS[status] ?? 'brand'}>
          {t(`consent.status.${status}`)}
        </Badge>
      </div>
      {reason && <Text>{t(`failures:${reason}`)}</Text>}
      {failure?.diagnosis && (
        <Text className={styles.diagnosis} lang="en">
          {failure.diagnosis}
        </Text>
      )}
      <Facts>
        <Fact term={t('consent.who')}>
          <ClampedText>{administrator ?? t('consent.nobody')}</ClampedText>
        </Fact>
        {status !== 'notStarted' && <Fact term={t('consent.when')}>{dateTime(changedAt)}</Fact>}
        <Fact term={t('consent.permissions')}>
          <ul className={styles.permissions}>
            {permissions.map(({ value }) => (
              <li key={value} className={styles.permission}>
                {value}
              </li>
            ))}
          </ul>
        </Fact>
      </Facts>
    </>
  );
}
