import { Link } from '@fluentui/react-components';
import { OpenRegular } from '@fluentui/react-icons';
import { useTranslation } from 'react-i18next';
import type { Account } from '../../../api/client.ts';
import { Notice } from '../../../components/notice.tsx';
import { PendingTargets } from '../../../components/pending-targets.tsx';
import { copiesOf, sitesOf } from '../../../components/service.ts';
import { useFormat } from '../../../language/format.ts';
import { LastSynchronized, PublishedCount } from '../accounts/published.tsx';
import { CopyableId } from '../parts/copyable-id.tsx';
import { CanaryMailbox } from '../../quarantine/canary-mailbox.tsx';
import { EwsText } from './ews-text.tsx';
import { Fact, Facts } from '../parts/facts.tsx';
import { MethodText } from '../parts/method-text.tsx';
import { Section } from '../../../components/section.tsx';
import { ClampedText } from '../../../components/clamped-text.tsx';

/** What identifies the account, and who it protects. */
export function AccountFacts({ account }: { account: Account }) {
  const { t } = useTranslation(['administration', 'common']);
  const { dateTime } = useFormat();
  const countName = useCountName(account);
  return (
    <Section title={t('overview.facts')} aside={<WorkflowLink address={account.workflowLink} />}>
      <Facts>
        <Fact term={t('overview.tenant')}>
          <ClampedText>
            {account.tenant ? (account.tenant.name ?? t('unnamedTenant')) : t('noTenant')}
          </ClampedText>
        </Fact>
        <Fact term={t('overview.method')}>
          <MethodText account={account} />
        </Fact>
        <Fact term={t('overview.opened')}>{dateTime(account.openedAt)}</Fact>
        {countsOf(account).map((of) => (
          <Fact key={of} term={countName(of)}>
            <PublishedCount account={account} of={of} />
          </Fact>
        ))}
        <Fact term={t(`overview.published.${copiesOf(account.service)}`)}>
          <LastSynchronized account={account} />
        </Fact>
        {account.quarantine && (
          <Fact term={t('overview.quarantine')}>
            <QuarantineText quarantine={account.quarantine} />
          </Fact>
        )}
        {account.quarantine?.ews && (
          <Fact term={t('overview.ews')}>
            <EwsText quarantine={account.quarantine} />
          </Fact>
        )}
        {account.tenant && <IdFact term={t('overview.tenantId')} id={account.tenant.id} />}
        {account.consents.map(({ kind, clientId }) => (
          <IdFact
            key={kind}
            term={t('overview.application', { consent: t(`common:consent.${kind}`) })}
            id={clientId}
          />
        ))}
        <IdFact term={t('overview.accountId')} id={account.accountId} />
        {account.quarantine && (
          <Fact wide term={t('overview.canary')}>
            <CanaryMailbox account={account} showTried />
          </Fact>
        )}
      </Facts>
      {account.licensed === false && <Notice intent="info">{t('common:unlicensed')}</Notice>}
      <PendingTargets account={account} />
    </Section>
  );
}

/** Unknown mailboxes are listed only while there are some. */
function countsOf({ directory, service }: Account) {
  if (sitesOf(service)) return ['sites'] as const;
  const unknown = directory && directory.mailboxUnknown > 0 ? (['mailboxUnknown'] as const) : [];
  return ['mailboxes', 'users', 'withoutMailbox', ...unknown, 'groups'] as const;
}

function useCountName({ service }: Account) {
  const { t } = useTranslation('administration');
  return (of: ReturnType<typeof countsOf>[number]): string =>
    of === 'sites' ? t(`overview.sites.${sitesOf(service) ?? 'sites'}`) : t(`overview.${of}`);
}

function QuarantineText({ quarantine }: { quarantine: NonNullable<Account['quarantine']> }) {
  const { t } = useTranslation('administration');
  const { dateTime } = useFormat();
  const { adapter, since, partlyBlocked } = quarantine;
  if (adapter === null) return t('overview.quarantineNone');
  const by = { adapter: t(`overview.adapter.${adapter}`), when: dateTime(since) };
  return (
    <>
      {t('overview.quarantineBy', by)}
      {partlyBlocked && adapter === 'graph' && ` ${t('overview.quarantinePartly')}`}
    </>
  );
}

function IdFact({ term, id }: { term: string; id: string }) {
  return (
    <Fact term={term}>
      <CopyableId id={id} label={term} />
    </Fact>
  );
}

/** For operators. Only where the Temporal UI's address is configured. */
function WorkflowLink({ address }: { address: string | null }) {
  const { t } = useTranslation('administration');
  if (!address) return null;
  return (
    <Link href={address} target="_blank" rel="noopener noreferrer">
      {t('overview.workflow')}&nbsp;
      <OpenRegular aria-label={t('overview.newTab')} />
    </Link>
  );
}
