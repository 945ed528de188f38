import type { Context } from 'hono';
import { createHash } from 'node:crypto';
import type { Service } from '../domain/services/services.ts';
import type { ConsentKind } from '../domain/consents.ts';
import { ATTEMPT_LIFETIME } from '../domain/limits.ts';
import type { AppEnvironment } from './context.ts';
import type { ApiDependencies } from './dependencies.ts';
import { hashOf, newSecret } from './one-time-secrets.ts';

export const SIGN_IN_PATH = '/consents/sign-in';
export const CALLBACK_PATH = '/consents/callback';

/** An attempt to create, and the person in whose name it runs. */
interface NewAttempt {
  readonly attemptId: string;
  readonly accountId: string;
  readonly organizationId: string;
  readonly service: Service;
  readonly kind: ConsentKind;
  readonly createdBy: { readonly id: string; readonly name: string };
  readonly viaLink: boolean;
}

/**
 * Starts an attempt bound to the browser of this request, and returns the address
 * of Microsoft's sign-in.
 * @throws ProvostError WrongState if the workflow is not waiting for this step.
 */
export async function beginAttempt(
  c: Context<AppEnvironment>,
  { gateway, store, identity, attemptCookie, origin }: ApiDependencies,
  attempt: NewAttempt,
): Promise<{ signInAddress: string; expiresAt: string }> {
  const { attemptId, accountId, organizationId, service, kind } = attempt;
  const expires = new Date(Date.now() + ATTEMPT_LIFETIME);
  const expiresAt = expires.toISOString();
  await gateway.beginConsent(service, organizationId, { accountId, kind, attemptId, expiresAt });

  const [state, nonce, codeVerifier] = [newSecret(), newSecret(), newSecret()];
  await store.consents.begin({ ...attempt, stateHash: hashOf(state), expiresAt: expires });
  await attemptCookie.set(c, { attemptId, codeVerifier, nonce }, expires);
  const signInAddress = await identity.signInAddress({
    kind,
    state,
    nonce,
    codeChallenge: createHash('sha256').update(codeVerifier).digest('base64url'),
    redirectUri: `${origin}${SIGN_IN_PATH}`,
  });
  return { signInAddress, expiresAt };
}
