import { Button, Spinner } from '@fluentui/react-components';
import { ArrowClockwiseRegular } from '@fluentui/react-icons';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AccountReference } from '../../api/client.ts';
import { useRequestCheck } from '../../api/use-request-check.ts';
import { useAnnounce } from '../../components/announcer.tsx';
import { ProblemBar } from '../../components/problem-bar.tsx';

/**
 * Requests a check; busy until a newer result than the one shown arrives.
 * @param checkedAt null before the first check
 */
export function CheckNow(props: { account: AccountReference; checkedAt: string | null }) {
  const { account, checkedAt } = props;
  const { t } = useTranslation('consents');
  const announce = useAnnounce();
  const request = useRequestCheck(account);
  const [requested, setRequested] = useState<{ checkedAt: string | null } | null>(null);
  const busy = request.isPending || requested?.checkedAt === checkedAt;
  const requestCheck = () => {
    if (busy) return;
    setRequested({ checkedAt });
    request.mutate(undefined, {
      onSuccess: () => announce(t('check.asked')),
      onError: () => setRequested(null),
    });
  };
  return (
    <>
      <Button
        icon={busy ? <Spinner size="tiny" /> : <ArrowClockwiseRegular />}
        disabledFocusable={busy}
        onClick={requestCheck}
      >
        {busy ? t('check.checking') : t('check.checkNow')}
      </Button>
      {request.error && <ProblemBar error={request.error} />}
    </>
  );
}
