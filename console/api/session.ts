/** Who is signed in, and what that person may do here. */
import { useQueryClient, useSuspenseQuery } from '@tanstack/react-query';
import type { InferResponseType } from 'hono/client';
import type { Problem } from '../../api/problem.ts';
import { useParams } from '@tanstack/react-router';
import type { api } from './client.ts';
import { answerOf, ApiProblem } from './problem.ts';
import { sessionQuery } from './queries.ts';

export type Session = Exclude<InferResponseType<typeof api.session.$get>, Problem>;
export type Organization = Session['organizations'][number];

/** The session. Only for screens behind the sign-in. */
export const useSession = (): Session => useSuspenseQuery(sessionQuery).data;

/** The organization in the address, or null when this person is in none of that name. */
export function useOrganization(): Organization | null {
  const { organizationId } = useParams({ strict: false });
  const { organizations } = useSession();
  return organizations.find(({ id }) => id === organizationId) ?? null;
}

/** The organization in the address. Only for screens inside the shell, which has looked already. */
export function useThisOrganization(): Organization {
  const organization = useOrganization();
  if (!organization) throw new ApiProblem({ code: 'NotFound', status: 404 });
  return organization;
}

/** Whether this person may change things here, or only look. */
export const useMayChange = (): boolean => useOrganization()?.role === 'administrator';

const post = (path: string, body: unknown) =>
  answerOf(
    fetch(`/api/auth${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    }),
  );

/**
 * Begins a session.
 * @throws ApiProblem NotSignedIn when address or password is wrong, RateLimited after too many attempts.
 */
export async function signIn(credentials: { email: string; password: string }): Promise<void> {
  await post('/sign-in/email', credentials);
}

/** Ends the session and forgets everything that this tab knew. */
export function useSignOut(): () => Promise<void> {
  const cache = useQueryClient();
  return async () => {
    await post('/sign-out', {});
    cache.clear();
    location.assign('/sign-in');
  };
}
