import { z } from 'zod';

/** The secret that all server processes share. */
export const secretEnvironment = z.object({
  PROVOST_SECRET: z
    .string({
      error:
        'is needed: at least 32 random characters; it signs sessions and encrypts keys of webhooks',
    })
    .min(32, 'must have at least 32 characters'),
});
