import { useMutation } from '@tanstack/react-query';
import { accountApi } from '../../api/client.ts';
import { contentOf } from '../../api/problem.ts';
import { useAccountReference } from './use-account.ts';

/** Asks the workflow to check or retry immediately what it is waiting for. */
export function useRequestCheck() {
  const param = useAccountReference();
  return useMutation({ mutationFn: () => contentOf(accountApi.checks.$post({ param })) });
}
