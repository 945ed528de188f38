/** The click on a step: Microsoft's sign-in in a tab of its own. */
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { ConsentKind } from '../../../../domain/consents.ts';
import { accountApi } from '../../../api/client.ts';
import { answerOf } from '../../../api/problem.ts';
import { useAccountReference } from '../use-account.ts';

/**
 * `click` has to be called by the click itself: a browser lets a tab open only
 * then, so it opens before the address is known. `blockedAddress` is where to
 * go when it did not; it is good for one use.
 */
export function useConsentClick(kind: ConsentKind) {
  const { t } = useTranslation('consents');
  const reference = useAccountReference();
  const begin = useMutation({
    mutationFn: async (tab: Window | null) => {
      const param = { ...reference, kind };
      const { signInAddress } = await answerOf(accountApi.consents[':kind'].$post({ param }));
      if (!tab || tab.closed) return signInAddress;
      tab.location.replace(signInAddress);
      return null;
    },
    onError: (_error, tab) => tab?.close(),
  });
  const click = () => {
    if (!begin.isPending) begin.mutate(openTab(t('step.openedTab')));
  };
  const { isPending, error, data: blockedAddress, reset: forgetAddress } = begin;
  return { click, isPending, error, blockedAddress, forgetAddress };
}

/** Microsoft's page must not reach back into the console. */
function openTab(meanwhile: string): Window | null {
  const tab = window.open('', '_blank');
  if (!tab) return null;
  tab.opener = null;
  tab.document.title = meanwhile;
  tab.document.body.textContent = meanwhile;
  return tab;
}
