import { useTranslation } from 'react-i18next';
import { readingConsent } from '../../domain/consents.ts';
import { toldOf } from '../../domain/reasons.ts';
import { type ReasonSentences, tell } from '../../domain/sentences/reasons/tell.ts';
import type { Account } from '../api/client.ts';
import { useFormat } from '../language/format.ts';

/** What is said while something needs attention, the same on every screen; null while nothing does. */
export function useTold(account: Account | null): ReasonSentences | null {
  const { t } = useTranslation(['reasons', 'unnamed', 'common']);
  const { dateTime } = useFormat();
  if (account === null) return null;
  const { attention, consents, quarantine, service, state } = account;
  const { ews = null, allowList = null } = quarantine ?? {};
  const told = toldOf({ state, attention, ews: allowList && ews });
  if (told === null) return null;
  const kind = attention?.consent ?? readingConsent(service);
  const consent = consents.find((each) => each.kind === kind);
  const missing = consent?.check?.missing ?? [];
  const names = {
    service: t(`common:service.${service}`),
    ...(consent && { application: consent.clientId }),
    ...(missing.length > 0 && { permissions: missing.join(', ') }),
    ...(allowList && { until: dateTime(allowList.effectiveBy) }),
  };
  return tell(t(`reasons:${told}`, { returnObjects: true }), names, {
    application: t('unnamed:application'),
    service: t('unnamed:service'),
    permissions: t('unnamed:permissions'),
    until: t('unnamed:until'),
  });
}

/** Since when something needs attention, as text. Not known of a removal that has stopped. */
export function useNeedySince({ state, stateSince }: Account): string | null {
  const { t } = useTranslation('dashboard');
  const { dateTime } = useFormat();
  return state === 'attentionRequired' ? t('since', { when: dateTime(stateSince) }) : null;
}
