import { useMutation } from '@tanstack/react-query';
import { z } from 'zod/mini';
import type { Service } from '../../../../domain/services/services.ts';
import { accountApi } from '../../../api/client.ts';
import { contentOf, problemOf } from '../../../api/problem.ts';
import { targetOf } from '../../../components/service.ts';
import { useAccountReference } from '../use-account.ts';
import type { Draft } from './draft.ts';
import type { Target } from './selection.ts';

/** Submits the choice. If rejected, `vanished` has the ids of targets that are no longer in the tenant. */
export function useSubmit(onDone: () => void) {
  const param = useAccountReference();
  const submit = useMutation({
    mutationFn: ({ draft: { method, targets }, tenantId }: { draft: Draft; tenantId?: string }) => {
      const confirmed = tenantId === undefined ? {} : { tenantId };
      const json =
        method === 'all'
          ? { method, ...confirmed }
          : { method, ...idsOf(param.service, targets), ...confirmed };
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
    /** Forgets an error that was about another choice. Marks of targets that are gone stay. */
    forgetError: () => submit.isError && vanished.size === 0 && submit.reset(),
  };
}

const idsOf = (service: Service, targets: readonly Target[]) => {
  const ids = targets.map(({ id }) => id);
  return targetOf(service) === 'site' ? { siteIds: ids } : { userIds: ids };
};

const detailsSchema = z.object({ unknown: z.array(z.string()) });

function vanishedOf(error: unknown): ReadonlySet<string> {
  if (!error) return new Set();
  const { code, details } = problemOf(error);
  const parsed = detailsSchema.safeParse(details);
  return new Set(code === 'TargetsUnknown' && parsed.success ? parsed.data.unknown : []);
}
