import { makeStyles, Subtitle1, Text, tokens } from '@fluentui/react-components';
import { ServiceIcon } from '../../components/service-icon.tsx';
import { useTranslation } from 'react-i18next';
import type { Service } from '../../../domain/services/services.ts';
import type { Account } from '../../api/client.ts';
import { Panel } from '../../components/panel.tsx';
import { useMailboxCounts } from '../../components/use-mailbox-counts.ts';
import { StateBadge } from '../../components/state-badge.tsx';
import { copiesOf } from '../../components/service.ts';
import { stateLeadKey, stepOf } from '../../components/state-text.ts';
import { useTold } from '../../components/use-told.ts';
import { heldSynchronizationOf, waitsForDecision } from '../held-removals/held.ts';
import { useFormat } from '../../language/format.ts';
import { useHoveredOrFocused } from './use-hovered-or-focused.ts';
import { ServiceAction } from './service-action.tsx';
import { shortName } from '../../language/short-name.ts';

const useStyles = makeStyles({
  card: {
    padding: tokens.spacingHorizontalXL,
    gap: tokens.spacingVerticalL,
    boxSizing: 'border-box',
    minHeight: '13rem',
    transitionProperty: 'box-shadow',
    transitionDuration: tokens.durationNormal,
    ':hover': { boxShadow: tokens.shadow16 },
    ':focus-within': { boxShadow: tokens.shadow16 },
  },
  head: { display: 'flex', alignItems: 'flex-start', gap: tokens.spacingHorizontalM },
  icon: {
    display: 'grid',
    placeItems: 'center',
    flexShrink: 0,
    width: '2.75rem',
    height: '2.75rem',
    borderRadius: tokens.borderRadiusLarge,
    fontSize: '1.5rem',
    color: tokens.colorBrandForeground2,
    backgroundColor: tokens.colorBrandBackground2,
  },
  names: {
    display: 'flex',
    flexDirection: 'column',
    alignItems: 'flex-start',
    justifyContent: 'center',
    gap: '2px',
    minHeight: '2.75rem',
  },
  title: { margin: 0 },
  body: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalXS },
  quiet: { color: tokens.colorNeutralForeground2 },
  action: {
    marginTop: 'auto',
    minHeight: '2.75rem',
    display: 'flex',
    alignItems: 'flex-end',
  },
});

/** A service and its state. Hover or keyboard focus emphasizes its action. */
export function ServiceCard({ service, account }: { service: Service; account: Account | null }) {
  const styles = useStyles();
  const { t } = useTranslation(['dashboard', 'common']);
  const { engaged, props } = useHoveredOrFocused();
  const name = t(`common:service.${service}`);
  return (
    <Panel {...props} className={styles.card} role="group" aria-label={name}>
      <div className={styles.head}>
        <span className={styles.icon} aria-hidden>
          <ServiceIcon service={service} />
        </span>
        <div className={styles.names}>
          <Subtitle1 as="h2" className={styles.title}>
            {name}
          </Subtitle1>
          {account && <StateBadge account={account} />}
        </div>
      </div>
      <div className={styles.body}>
        {account ? <AccountFacts account={account} /> : <NotProvisioned service={service} />}
      </div>
      <div className={styles.action}>
        <ServiceAction service={service} account={account} engaged={engaged} />
      </div>
    </Panel>
  );
}

function NotProvisioned({ service }: { service: Service }) {
  const styles = useStyles();
  const { t } = useTranslation('dashboard');
  return (
    <>
      <Text weight="semibold">{t('notProvisioned')}</Text>
      <Text className={styles.quiet}>{t(`notProvisionedLead.${service}`)}</Text>
    </>
  );
}

function AccountFacts({ account }: { account: Account }) {
  const styles = useStyles();
  const { t } = useTranslation('dashboard');
  const { ago, dateTime } = useFormat();
  const { directory, state, stateSince } = account;
  if (waitsForDecision(account)) return <HeldFacts account={account} />;
  if (account.attention) return <AttentionFacts account={account} />;
  if (state !== 'protected' || !directory) {
    return (
      <>
        <Text>{t(stateLeadKey(account), stepOf(account))}</Text>
        <Text className={styles.quiet}>{t('since', { when: dateTime(stateSince) })}</Text>
      </>
    );
  }
  return (
    <>
      <ProtectedFacts account={account} directory={directory} />
      <Text className={styles.quiet}>
        {t('lastSynchronized', { when: ago(directory.publishedAt) })}
      </Text>
    </>
  );
}

interface ProtectedFactsProps {
  readonly account: Account;
  readonly directory: NonNullable<Account['directory']>;
}

/** How much is protected, of which tenant. */
function ProtectedFacts({ account, directory }: ProtectedFactsProps) {
  const styles = useStyles();
  const { t } = useTranslation(['dashboard', 'common']);
  const counts = useMailboxCounts();
  const copies = copiesOf(account.service);
  const tenant = account.tenant?.name ? shortName(account.tenant.name) : null;
  if (copies === 'usersAndGroups') {
    return (
      <>
        <Text size={500} weight="semibold">
          {t('mailboxesProtected', { count: directory.mailboxes })}
        </Text>
        <Text className={styles.quiet}>{counts.users(directory)}</Text>
        <Text className={styles.quiet}>
          {tenant && `${tenant} · `}
          {t('groups', { count: directory.groups })}
        </Text>
      </>
    );
  }
  const { sites } = directory;
  const pending = account.pendingTargets.length;
  if (account.licensed === false) {
    return (
      <>
        <Text weight="semibold">{t('nothingToProtect')}</Text>
        <Text className={styles.quiet}>{t('common:unlicensed')}</Text>
      </>
    );
  }
  return (
    <>
      <Text size={500} weight="semibold">
        {t(`${copies}Protected`, { count: sites })}
      </Text>
      {pending > 0 && (
        <Text className={styles.quiet}>{t('common:pendingTargets', { count: pending })}</Text>
      )}
      {tenant && <Text className={styles.quiet}>{tenant}</Text>}
    </>
  );
}

/** What is wrong. Whose turn it is stands in the banner above. */
function AttentionFacts({ account }: { account: Account }) {
  const styles = useStyles();
  const { t } = useTranslation('dashboard');
  const { dateTime } = useFormat();
  const told = useTold(account);
  return (
    <>
      <Text weight="semibold">{told?.title}</Text>
      <Text className={styles.quiet}>{t('since', { when: dateTime(account.stateSince) })}</Text>
    </>
  );
}

/** How many a held synchronization would remove, out of the published total. */
function HeldFacts({ account }: { account: Account }) {
  const styles = useStyles();
  const { t } = useTranslation(['dashboard', 'synchronizations']);
  const { dateTime } = useFormat();
  const told = useTold(account);
  const held = heldSynchronizationOf(account);
  return (
    <>
      <Text weight="semibold">{told?.title}</Text>
      {held?.counts.map(({ key, ...count }) => (
        <Text key={key}>{t(`synchronizations:held.${key}`, count)}</Text>
      ))}
      <Text className={styles.quiet}>{t('since', { when: dateTime(account.stateSince) })}</Text>
    </>
  );
}
