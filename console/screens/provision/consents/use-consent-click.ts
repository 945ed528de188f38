/** Starts a consent: opens Microsoft's sign-in in a new tab. */
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { ConsentKind } from '../../../../domain/consents.ts';
import { accountApi } from '../../../api/client.ts';
import { contentOf } from '../../../api/problem.ts';
import { useAccountReference } from '../use-account.ts';

/**
 * `click` must be called directly in the click handler: browsers allow opening a tab only there, so
 * the tab opens before the address is known. `blockedAddress` is the single-use address to offer as a
 * link if the tab was blocked.
 */
export function useConsentClick(kind: ConsentKind) {
  const { t } = useTranslation('consents');
  const reference = useAccountReference();
  const begin = useMutation({
    mutationFn: async (tab: Window | null) => {
      const param = { ...reference, kind };
      const { signInAddress } = await contentOf(accountApi.consents[':kind'].$post({ param }));
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

/** Opens a tab without an opener, so that Microsoft's page cannot access the console. */
function openTab(meanwhile: string): Window | null {
  const tab = window.open('', '_blank');
  if (!tab) return null;
  tab.opener = null;
  tab.document.title = meanwhile;
  tab.document.body.textContent = meanwhile;
  return tab;
}
