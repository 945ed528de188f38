import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { type AccountReference, accountApi } from '../../api/client.ts';
import { contentOf } from '../../api/problem.ts';
import { useAnnounce } from '../../components/announcer.tsx';

export type Decision = 'allow' | 'reject' | 'readAgain';

const ANNOUNCEMENTS = {
  allow: 'held.allowed',
  reject: 'held.rejected',
  readAgain: 'held.readingAgain',
} as const;

/** Submits the decision on a held synchronization. Its outcome arrives with the live events. */
export function useDecide(reference: AccountReference, runId: string) {
  const announce = useAnnounce();
  const { t } = useTranslation('synchronizations');
  return useMutation({
    mutationFn: (decision: Decision) => send(reference, runId, decision),
    onSuccess: (_answer, decision) => announce(t(ANNOUNCEMENTS[decision])),
  });
}

function send(param: AccountReference, runId: string, decision: Decision): Promise<unknown> {
  if (decision === 'readAgain') return contentOf(accountApi.checks.$post({ param }));
  const heldRemovals = accountApi.synchronizations[':runId']['held-removals'];
  return contentOf(heldRemovals.$post({ param: { ...param, runId }, json: { decision } }));
}
