/** The signed-in user and their rights. */
import { useQueryClient, useSuspenseQuery } from '@tanstack/react-query';
import type { InferResponseType } from 'hono/client';
import type { Problem } from '../../api/problem.ts';
import { useParams } from '@tanstack/react-router';
import type { api } from './client.ts';
import { contentOf, ApiProblem } from './problem.ts';
import { sessionQuery } from './queries.ts';

export type Session = Exclude<InferResponseType<typeof api.session.$get>, Problem>;
export type Organization = Session['organizations'][number];

/** The session. Only for screens that require one. */
export const useSession = (): Session => useSuspenseQuery(sessionQuery).data;

/** The organization in the address, or null if the user is not a member of it. */
export function useOrganization(): Organization | null {
  const { organizationId } = useParams({ strict: false });
  const { organizations } = useSession();
  return organizations.find(({ id }) => id === organizationId) ?? null;
}

/**
 * The organization in the address. Only inside the shell, which has already checked it.
 * @throws ApiProblem NotFound if the user is not a member of it.
 */
export function useThisOrganization(): Organization {
  const organization = useOrganization();
  if (!organization) throw new ApiProblem({ code: 'NotFound', status: 404 });
  return organization;
}

/** Whether the user may make changes in the organization in the address. */
export const useCanEdit = (): boolean => useOrganization()?.role === 'administrator';

const post = (path: string, body: unknown) =>
  contentOf(
    fetch(`/api/auth${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    }),
  );

/**
 * Signs in.
 * @throws ApiProblem NotSignedIn if the e-mail address or password is incorrect, RateLimited after too many attempts.
 */
export async function signIn(credentials: { email: string; password: string }): Promise<void> {
  await post('/sign-in/email', credentials);
}

/** Signs out, clears the cache of this tab and opens the sign-in page. */
export function useSignOut(): () => Promise<void> {
  const cache = useQueryClient();
  return async () => {
    await post('/sign-out', {});
    cache.clear();
    location.assign('/sign-in');
  };
}
