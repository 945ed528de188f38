/** Shown while neither adapter can manage the quarantine: what was tried, and what to do for each. */
import { makeStyles, Subtitle2, Text, tokens } from '@fluentui/react-components';
import { useTranslation } from 'react-i18next';
import {
  CONSENT_OF_ADAPTER,
  QUARANTINE_ADAPTERS,
  type QuarantineAdapter,
  type QuarantineOutcome,
} from '../../../../domain/quarantine.ts';
import { type Account, clientIdOf } from '../../../api/client.ts';
import { ReasonSection } from '../../../components/reason-section.tsx';
import { CheckReport } from '../consents/check-report.tsx';
import { ConsentStep } from '../consents/consent-step.tsx';
import { CanaryMailbox } from '../../quarantine/canary-mailbox.tsx';
import { AllowList } from './allow-list.tsx';

type Finding = NonNullable<Account['quarantine']>['findings'][number];

const useStyles = makeStyles({
  adapter: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalM, minWidth: 0 },
  title: { margin: 0 },
  list: { margin: 0, paddingInlineStart: tokens.spacingHorizontalXL },
  finding: { overflowWrap: 'anywhere' },
});

export function QuarantinePart({ account }: { account: Account }) {
  const { t } = useTranslation('consents');
  const styles = useStyles();
  const check = account.consents.find(({ kind }) => kind === 'graph')?.check;
  return (
    <ReasonSection account={account}>
      {QUARANTINE_ADAPTERS.map((adapter) => (
        <AdapterHelp key={adapter} account={account} adapter={adapter} />
      ))}
      <div className={styles.adapter}>
        <Subtitle2 as="h3" className={styles.title}>
          {t('canary.title')}
        </Subtitle2>
        <CanaryMailbox account={account} />
      </div>
      {check && <CheckReport check={check} />}
    </ReasonSection>
  );
}

/** What an adapter met, and how that is resolved. */
function AdapterHelp({ account, adapter }: { account: Account; adapter: QuarantineAdapter }) {
  const { t } = useTranslation('consents');
  const styles = useStyles();
  const all = account.quarantine?.findings ?? [];
  const findings = all.filter((finding) => finding.adapter === adapter);
  const outcomes = new Set(findings.map(({ outcome }) => outcome));
  return (
    <div className={styles.adapter}>
      <Subtitle2 as="h3" className={styles.title}>
        {t(`quarantine.adapter.${adapter}`)}
      </Subtitle2>
      <ul className={styles.list}>
        {findings.map((finding) => (
          <li key={`${finding.mailbox} ${finding.outcome}`} className={styles.finding}>
            <FindingText finding={finding} />
          </li>
        ))}
      </ul>
      {[...outcomes].map((outcome) => (
        <Help key={outcome} account={account} adapter={adapter} outcome={outcome} />
      ))}
    </div>
  );
}

function FindingText({ finding }: { finding: Finding }) {
  const { t } = useTranslation('consents');
  const { mailbox, outcome, code } = finding;
  const text = t(`quarantine.outcome.${outcome}`);
  return (
    <Text>
      {mailbox === null ? text : `${mailbox}: ${text}`}
      {code !== null && ` (${code})`}
    </Text>
  );
}

function Help(props: { account: Account; adapter: QuarantineAdapter; outcome: QuarantineOutcome }) {
  const { t } = useTranslation('consents');
  const { adapter, outcome } = props;
  if (outcome === 'blocked') return <AllowList account={props.account} />;
  if (outcome === 'works' || outcome === 'ended') return null;
  if (outcome === 'notGranted') return <ConsentAgain account={props.account} adapter={adapter} />;
  if (outcome === 'noMailbox' && isNamedOnly(props.account, adapter))
    return <Text>{t('quarantine.help.namedGone')}</Text>;
  const application = clientIdOf(props.account, CONSENT_OF_ADAPTER[adapter]);
  return <Text>{t(`quarantine.help.${outcome}`, { application })}</Text>;
}

/** Other mailboxes were found: only the one that the organization named is missing. */
const isNamedOnly = ({ quarantine }: Account, adapter: QuarantineAdapter): boolean =>
  (quarantine?.findings ?? [])
    .filter((finding) => finding.adapter === adapter && finding.outcome === 'noMailbox')
    .every(({ mailbox }) => mailbox !== null);

function ConsentAgain({ account, adapter }: { account: Account; adapter: QuarantineAdapter }) {
  const consent = account.consents.find(({ kind }) => kind === CONSENT_OF_ADAPTER[adapter]);
  return consent ? <ConsentStep account={account} consent={consent} /> : null;
}
