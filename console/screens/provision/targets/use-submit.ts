import { useMutation } from '@tanstack/react-query';
import { z } from 'zod/mini';
import { accountApi } from '../../../api/client.ts';
import { contentOf, problemOf } from '../../../api/problem.ts';
import { useAccountReference } from '../use-account.ts';
import type { Draft } from './draft.ts';

/** Submits the choice. If rejected, `vanished` has the ids of users who are no longer in the tenant. */
export function useSubmit(onDone: () => void) {
  const param = useAccountReference();
  const submit = useMutation({
    mutationFn: ({ draft: { method, users }, tenantId }: { draft: Draft; tenantId?: string }) => {
      const confirmed = tenantId === undefined ? {} : { tenantId };
      const json =
        method === 'all'
          ? { method, ...confirmed }
          : { method, userIds: users.map(({ id }) => id), ...confirmed };
      return contentOf(accountApi.targets.$post({ param, json }));
    },
    onSuccess: onDone,
  });
  // Busy after success too, until the account changes its state.
  const busy = submit.isPending || submit.isSuccess;
  const vanished = vanishedOf(submit.error);
  return {
    mutate: submit.mutate,
    error: submit.error,
    busy,
    vanished,
    /** Forgets an error that was about another choice. Marks of users who are gone stay. */
    forgetError: () => submit.isError && vanished.size === 0 && submit.reset(),
  };
}

const detailsSchema = z.object({ unknown: z.array(z.string()) });

function vanishedOf(error: unknown): ReadonlySet<string> {
  if (!error) return new Set();
  const { code, details } = problemOf(error);
  const parsed = detailsSchema.safeParse(details);
  return new Set(code === 'TargetsUnknown' && parsed.success ? parsed.data.unknown : []);
}
