import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { Language } from '../../domain/languages.ts';
import { api } from './client.ts';
import { contentOf } from './problem.ts';

/** Keeps the chosen language on the server, so that mails come in it. The console itself does not wait for that. */
export function useKeepLanguage(): (language: Language) => void {
  const queries = useQueryClient();
  const keep = useMutation({
    mutationFn: (language: Language) =>
      contentOf(api.session.language.$put({ json: { language } })),
    onSuccess: () =>
      queries.invalidateQueries({
        predicate: ({ queryKey }) => queryKey.includes('mail-preferences'),
      }),
  });
  return keep.mutate;
}
