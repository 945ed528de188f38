import { QueryClient } from '@tanstack/react-query';
import { ApiProblem } from '../api/problem.ts';

const RETRIES = 3;

/** Server state of this tab. What a person can mend is not asked for again by itself. */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 30_000,
      retry: (failures, error) =>
        failures < RETRIES && !(error instanceof ApiProblem && error.status < 500),
    },
    // Without a network a change fails at once: it must not be sent later, when nobody expects it.
    mutations: { retry: false, networkMode: 'always' },
  },
});
