/** What the last check of a protected account has shown, and when the next one comes. */
import { Text } from '@fluentui/react-components';
import { useTranslation } from 'react-i18next';
import type { Account } from '../../api/client.ts';
import { useCanEdit, useThisOrganization } from '../../api/session.ts';
import { useAnnounceChange } from '../../components/announcer.tsx';
import { Section } from '../../components/section.tsx';
import { useFormat } from '../../language/format.ts';
import { useNow } from '../provision/use-now.ts';
import { CheckNow } from './check-now.tsx';

type AccountHealth = NonNullable<Account['health']>;

/** Nothing for an account that is not checked now. What fails is said by what asks for attention. */
export function Health({ account }: { account: Account }) {
  const { health, state } = account;
  if (health === null || health.state === 'fails' || state !== 'protected') return null;
  return <HealthSection account={account} health={health} state={health.state} />;
}

function HealthSection(props: {
  account: Account;
  health: AccountHealth;
  state: Exclude<AccountHealth['state'], 'fails'>;
}) {
  const { account, health, state } = props;
  const { checkedAt, nextCheckAt, since } = health;
  const { t } = useTranslation('progress');
  const { ago, dateTime } = useFormat();
  const { id: organizationId } = useThisOrganization();
  const mayChange = useCanEdit();
  const now = useNow(true);
  const told = checkedAt === null ? 'first' : state;
  const sentence = (when: string) => t(`health.${told}`, { when, since: dateTime(since) });
  // Not announced each time that the minutes change.
  useAnnounceChange(sentence(checkedAt === null ? '' : dateTime(checkedAt)));
  const due = nextCheckAt !== null && Date.parse(nextCheckAt) <= now;
  return (
    <Section title={t('health.title')}>
      <Text>
        {sentence(checkedAt === null ? '' : ago(checkedAt, now))}{' '}
        {nextCheckAt !== null &&
          (due ? t('health.due') : t(`health.next.${told}`, { at: dateTime(nextCheckAt) }))}
      </Text>
      {mayChange && (
        <div>
          <CheckNow account={{ organizationId, service: account.service }} checkedAt={checkedAt} />
        </div>
      )}
    </Section>
  );
}
