import { makeStyles, tokens } from '@fluentui/react-components';
import { useTranslation } from 'react-i18next';
import type { Account } from '../../api/client.ts';
import { useCanEdit } from '../../api/session.ts';
import { useAnnounceChange } from '../../components/announcer.tsx';
import { ReasonSection } from '../../components/reason-section.tsx';
import { targetOf } from '../../components/service.ts';
import { useTold } from '../../components/use-told.ts';
import { AccessBlockedPart } from './attention/access-blocked-part.tsx';
import { QuarantinePart } from './attention/quarantine-part.tsx';
import { RetryPart } from './attention/retry-part.tsx';
import { HeldRemovals } from '../held-removals/held-removals.tsx';
import { BeginPart } from './begin-part.tsx';
import { ConsentsPart } from './consents/consents-part.tsx';
import { ConsentsSummary } from './consents/consents-summary.tsx';
import { isAttentionPart, type Part } from './journey/journey.ts';
import { ProgressPart } from './progress/progress-part.tsx';
import { ProtectedPart } from './progress/protected-part.tsx';
import { RemovingPart } from './removing-part.tsx';
import { TargetsPart } from './targets/targets-part.tsx';
import { useAccountReference } from './use-account.ts';
import { useKeepFocus } from './use-keep-focus.ts';

const useStyles = makeStyles({
  part: {
    display: 'flex',
    flexDirection: 'column',
    gap: tokens.spacingVerticalXL,
    ':focus': { outlineStyle: 'none' },
  },
});

/** The content for the current state of the account, below the steps. */
export function ProvisionPart({ part, account }: { part: Part; account: Account | null }) {
  const styles = useStyles();
  const name = usePartName(part, account);
  const region = useKeepFocus<HTMLElement>(part);
  useAnnounceChange(name);
  return (
    <section ref={region} tabIndex={-1} aria-label={name} className={styles.part}>
      <PartContent part={part} account={account} />
    </section>
  );
}

function usePartName(part: Part, account: Account | null): string {
  const { t } = useTranslation(['consents', 'targets', 'common']);
  const { service } = useAccountReference();
  const told = useTold(account);
  if (isAttentionPart(part)) return told?.title ?? '';
  if (part === 'targets') return t(`targets:title.${targetOf(service)}`);
  return t(`part.${part}`, { service: t(`common:service.${service}`) });
}

function PartContent({ part, account }: { part: Part; account: Account | null }) {
  const mayChange = useCanEdit();
  if (account === null) return <BeginPart />;
  switch (part) {
    case 'begin':
      return <BeginPart />;
    case 'consents':
      return <ConsentsPart account={account} />;
    case 'quarantine':
      return <QuarantinePart account={account} />;
    case 'accessBlocked':
      return <AccessBlockedPart account={account} />;
    case 'targets':
      return (
        <>
          <ConsentsSummary account={account} />
          <ReasonSection account={account} />
          {mayChange && <TargetsPart key={account.accountId} account={account} />}
        </>
      );
    case 'progress':
      return <ProgressPart account={account} />;
    case 'synchronizationFailed':
    case 'unexpectedFailure':
      return <RetryPart account={account} />;
    case 'removalsHeld':
      return <HeldRemovals account={account} />;
    case 'protected':
      return <ProtectedPart account={account} />;
    case 'removing':
      return <RemovingPart account={account} />;
  }
}
