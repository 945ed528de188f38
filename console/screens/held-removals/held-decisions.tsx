import {
  Button,
  makeStyles,
  Spinner,
  Text,
  tokens,
  useRestoreFocusTarget,
} from '@fluentui/react-components';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Service } from '../../../domain/services/services.ts';
import type { AccountReference } from '../../api/client.ts';
import { useCanEdit, useThisOrganization } from '../../api/session.ts';
import { ProblemBar } from '../../components/problem-bar.tsx';
import { copiesOf } from '../../components/service.ts';
import { AllowDialog } from './allow-dialog.tsx';
import type { Held } from './held.ts';
import { type Decision, useDecide } from './use-decide.ts';

const DECISIONS = ['reject', 'readAgain', 'allow'] as const;

const useStyles = makeStyles({
  choices: {
    margin: 0,
    padding: 0,
    listStyleType: 'none',
    display: 'grid',
    gap: `${tokens.spacingVerticalM} ${tokens.spacingHorizontalL}`,
    gridTemplateColumns: 'repeat(auto-fit, minmax(min(15rem, 100%), 1fr))',
  },
  choice: {
    display: 'flex',
    flexDirection: 'column',
    alignItems: 'flex-start',
    justifyContent: 'space-between',
    gap: tokens.spacingVerticalM,
    padding: tokens.spacingHorizontalL,
    borderRadius: tokens.borderRadiusMedium,
    backgroundColor: tokens.colorNeutralBackground2,
  },
  quiet: { color: tokens.colorNeutralForeground2 },
});

/** The possible decisions with their consequences. A viewer sees who can decide instead. */
export function HeldDecisions({ reference, held }: { reference: AccountReference; held: Held }) {
  const styles = useStyles();
  const { t } = useTranslation('synchronizations');
  const { name: organization } = useThisOrganization();
  const [asking, setAsking] = useState(false);
  const decide = useDecide(reference, held.runId);
  if (!useCanEdit()) {
    return <Text className={styles.quiet}>{t('held.viewer', { organization })}</Text>;
  }
  // Stays disabled after success: the section disappears once the account reflects the decision.
  const under = decide.isPending || decide.isSuccess ? decide.variables : null;
  const choose = (decision: Decision) => {
    if (under !== null) return;
    if (decision === 'allow') setAsking(true);
    else decide.mutate(decision);
  };
  return (
    <>
      {decide.error && !asking && <ProblemBar error={decide.error} />}
      <ul className={styles.choices} aria-label={t('held.choices')}>
        {DECISIONS.map((decision) => (
          <Choice
            key={decision}
            service={reference.service}
            decision={decision}
            under={under}
            onChoose={choose}
          />
        ))}
      </ul>
      <AllowDialog
        service={reference.service}
        held={held}
        open={asking}
        decide={decide}
        onClose={() => setAsking(false)}
      />
    </>
  );
}

function Choice(props: {
  service: Service;
  decision: Decision;
  /** The decision that was submitted and has not taken effect yet. */
  under: Decision | null;
  onChoose: (decision: Decision) => void;
}) {
  const { service, decision, under, onChoose } = props;
  const styles = useStyles();
  const { t } = useTranslation('synchronizations');
  const lead = useId();
  const restoreFocus = useRestoreFocusTarget();
  return (
    <li className={styles.choice}>
      <Text id={lead}>
        {decision === 'allow'
          ? t(`held.allowLead.${copiesOf(service)}`)
          : t(`held.${decision}Lead`)}
      </Text>
      <Button
        // Only this button opens a dialog.
        {...(decision === 'allow' && restoreFocus)}
        appearance={decision === 'reject' ? 'primary' : 'secondary'}
        aria-describedby={lead}
        icon={under === decision ? <Spinner size="tiny" /> : undefined}
        disabledFocusable={under !== null}
        onClick={() => onChoose(decision)}
      >
        {t(`held.${decision}`)}
      </Button>
    </li>
  );
}
