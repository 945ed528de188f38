/** What needs attention: what happened, whose turn it is, since when, and what to do. */
import { makeStyles, mergeClasses, Text, tokens } from '@fluentui/react-components';
import { InfoFilled, WarningFilled } from '@fluentui/react-icons';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { ATTENTION_REASONS } from '../../domain/reasons.ts';
import type { Account } from '../api/client.ts';
import { Section } from './section.tsx';
import { useNeedySince, useTold } from './use-told.ts';

const useStyles = makeStyles({
  mark: { fontSize: '1.75rem' },
  warning: { color: tokens.colorStatusWarningForeground1 },
  quiet: { color: tokens.colorNeutralForeground2 },
  text: { maxWidth: '46rem' },
  steps: {
    margin: 0,
    maxWidth: '46rem',
    paddingInlineStart: tokens.spacingHorizontalXXL,
    display: 'flex',
    flexDirection: 'column',
    gap: tokens.spacingVerticalS,
    overflowWrap: 'anywhere',
  },
});

export function ReasonSection({ account, children }: { account: Account; children?: ReactNode }) {
  const styles = useStyles();
  const { t } = useTranslation('consents');
  const told = useTold(account);
  const since = useNeedySince(account);
  if (told === null) return null;
  return (
    <Section title={told.title} mark={<ReasonMark account={account} />}>
      <Text className={styles.text}>{told.lead}</Text>
      <Text className={styles.text} weight="semibold">
        {told.turn}
      </Text>
      {since && <Text className={styles.quiet}>{since}</Text>}
      <ol className={styles.steps} aria-label={t('attention.steps')}>
        {told.steps.map((step) => (
          <li key={step}>{step}</li>
        ))}
      </ol>
      {children}
    </Section>
  );
}

function ReasonMark({ account: { attention } }: { account: Account }) {
  const styles = useStyles();
  const quiet = attention !== null && ATTENTION_REASONS[attention.reason].quiet;
  const Icon = quiet ? InfoFilled : WarningFilled;
  return (
    <Icon
      aria-hidden
      className={mergeClasses(styles.mark, quiet ? styles.quiet : styles.warning)}
    />
  );
}
