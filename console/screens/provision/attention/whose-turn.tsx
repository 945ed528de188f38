import { Text } from '@fluentui/react-components';
import { useTranslation } from 'react-i18next';
import { turnsOf } from '../../../../domain/account.ts';
import type { Account } from '../../../api/client.ts';

/** Who can resolve what needs attention; nothing while nobody needs to. */
export function WhoseTurn({ account }: { account: Account }) {
  const { t, i18n } = useTranslation('consents');
  const turns = turnsOf(account);
  if (turns.length === 0) return null;
  const either = new Intl.ListFormat(i18n.language, { type: 'disjunction' });
  const who = either.format(turns.map((turn) => t(`turn.${turn}`)));
  return <Text weight="semibold">{t('turn.who', { who })}</Text>;
}
