import { useMutation } from '@tanstack/react-query';
import { type AccountReference, accountApi } from './client.ts';
import { contentOf } from './problem.ts';

/** Asks the workflow to check or retry immediately what it is waiting for. */
export const useRequestCheck = (param: AccountReference) =>
  useMutation({ mutationFn: () => contentOf(accountApi.checks.$post({ param })) });
