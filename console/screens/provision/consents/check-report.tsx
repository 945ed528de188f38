/** Result of the last check with Microsoft, and the time of the next one. */
import { makeStyles, tokens } from '@fluentui/react-components';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Consent } from '../../../api/client.ts';
import { useCanEdit } from '../../../api/session.ts';
import { useFormat } from '../../../language/format.ts';
import { useNow } from '../use-now.ts';
import { failureOfSentence } from './failure-of-sentence.ts';
import { useAccountReference } from '../use-account.ts';
import { CheckNow } from '../../health/check-now.tsx';

type Check = NonNullable<Consent['check']>;

const useStyles = makeStyles({
  report: {
    display: 'flex',
    flexDirection: 'column',
    alignItems: 'flex-start',
    gap: tokens.spacingVerticalM,
    padding: tokens.spacingHorizontalL,
    borderRadius: tokens.borderRadiusMedium,
    backgroundColor: tokens.colorNeutralBackground2,
  },
  facts: {
    display: 'grid',
    gridTemplateColumns: 'max-content minmax(0, 1fr)',
    gap: `${tokens.spacingVerticalXS} ${tokens.spacingHorizontalL}`,
    margin: 0,
    '@media (max-width: 30rem)': { gridTemplateColumns: 'minmax(0, 1fr)' },
  },
  term: { color: tokens.colorNeutralForeground2 },
  fact: { margin: 0, overflowWrap: 'anywhere', fontVariantNumeric: 'tabular-nums' },
});

export function CheckReport({ check }: { check: Check }) {
  const { t } = useTranslation('consents');
  const styles = useStyles();
  const format = useFormat();
  const mayChange = useCanEdit();
  const next = useNext(check);
  const account = useAccountReference();
  return (
    <div className={styles.report} role="group" aria-label={t('check.label')}>
      <dl className={styles.facts}>
        <Fact term={t('check.last')}>{format.time(check.checkedAt)}</Fact>
        {next && <Fact term={t('check.next')}>{next}</Fact>}
        {check.missing.length > 0 && (
          <Fact term={t('check.missing')}>{check.missing.join(', ')}</Fact>
        )}
        {check.missing.length === 0 && check.diagnosis && <Diagnosis text={check.diagnosis} />}
      </dl>
      {mayChange && <CheckNow account={account} checkedAt={check.checkedAt} />}
    </div>
  );
}

/** Our own sentences are translated; texts from Microsoft are shown unchanged. */
function Diagnosis({ text }: { text: string }) {
  const { t } = useTranslation(['consents', 'failures']);
  const code = failureOfSentence(text);
  return (
    <Fact term={t('check.diagnosis')} lang={code ? undefined : 'en'}>
      {code ? t(`failures:${code}`) : text}
    </Fact>
  );
}

function Fact({ term, lang, children }: { term: string; lang?: string; children: ReactNode }) {
  const styles = useStyles();
  return (
    <>
      <dt className={styles.term}>{term}</dt>
      <dd className={styles.fact} lang={lang}>
        {children}
      </dd>
    </>
  );
}

/** Time of the next check as text; "now" when it is due. */
function useNext({ nextCheckAt }: Check): string | null {
  const { t } = useTranslation('consents');
  const format = useFormat();
  const now = useNow(nextCheckAt !== null);
  if (nextCheckAt === null) return null;
  return Date.parse(nextCheckAt) <= now ? t('check.now') : format.time(nextCheckAt);
}
