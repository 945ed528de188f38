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
    mutations: { retry: false },
  },
});
