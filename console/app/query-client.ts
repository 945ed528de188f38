import { QueryClient } from '@tanstack/react-query';
import { ApiProblem } from '../api/problem.ts';

const RETRIES = 3;

/** Cache of server state for this tab. Client errors (4xx) are not retried automatically. */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 30_000,
      retry: (failures, error) =>
        failures < RETRIES && !(error instanceof ApiProblem && error.status < 500),
    },
    // Offline, a mutation fails immediately: queueing it would send it later, when the user no longer expects it.
    mutations: { retry: false, networkMode: 'always' },
  },
});
