/** Result of the last check with Microsoft, and the time of the next one. */
import { Button, makeStyles, Spinner, tokens } from '@fluentui/react-components';
import { ArrowClockwiseRegular } from '@fluentui/react-icons';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Consent } from '../../../api/client.ts';
import { useCanEdit } from '../../../api/session.ts';
import { useAnnounce } from '../../../components/announcer.tsx';
import { ProblemBar } from '../../../components/problem-bar.tsx';
import { useFormat } from '../../../language/format.ts';
import { useNow } from '../use-now.ts';
import { failureOfSentence } from './failure-of-sentence.ts';
import { useRequestCheck } from '../use-request-check.ts';

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
      {mayChange && <CheckNow checkedAt={check.checkedAt} />}
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

/** Requests a check; busy until a newer result than the one shown arrives. */
function CheckNow({ checkedAt }: { checkedAt: string }) {
  const { t } = useTranslation('consents');
  const announce = useAnnounce();
  const request = useRequestCheck();
  const [requestedAt, setRequestedAt] = useState<string | null>(null);
  const busy = request.isPending || requestedAt === checkedAt;
  const requestCheck = () => {
    if (busy) return;
    setRequestedAt(checkedAt);
    request.mutate(undefined, {
      onSuccess: () => announce(t('check.asked')),
      onError: () => setRequestedAt(null),
    });
  };
  return (
    <>
      <Button
        icon={busy ? <Spinner size="tiny" /> : <ArrowClockwiseRegular />}
        disabledFocusable={busy}
        onClick={requestCheck}
      >
        {busy ? t('check.checking') : t('check.checkNow')}
      </Button>
      {request.error && <ProblemBar error={request.error} />}
    </>
  );
}
