import { useMutation } from '@tanstack/react-query';
import { accountApi } from '../../api/client.ts';
import { answerOf } from '../../api/problem.ts';
import { useAccountReference } from './use-account.ts';

/** Asks the account to look again, now, at whatever it waits for. */
export function useRequestCheck() {
  const param = useAccountReference();
  return useMutation({ mutationFn: () => answerOf(accountApi.checks.$post({ param })) });
}
