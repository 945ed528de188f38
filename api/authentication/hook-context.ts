import { APIError, type createAuthMiddleware } from 'better-auth/api';

/** What better-auth gives to a hook. */
export type HookContext = Parameters<Parameters<typeof createAuthMiddleware>[0]>[0];

/** Exactly better-auth's own text, so that it does not reveal which limit was reached. */
export const tooManyAttempts = () =>
  new APIError('TOO_MANY_REQUESTS', { message: 'Too many requests. Please try again later.' });
