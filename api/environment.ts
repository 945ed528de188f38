import { z } from 'zod';

const port = z.coerce.number({ error: 'must be a port number' }).int().min(0).max(65_535);

/** What the API's own process needs besides database, Temporal and Microsoft. */
export const apiEnvironment = z.object({
  PROVOST_ORIGIN: z
    .string({ error: 'is needed: the public origin of the console, e.g. https://provost.example' })
    .refine((value) => URL.canParse(value) && new URL(value).origin === value, {
      error: 'must be an origin without a path or a slash at its end',
    }),
  PROVOST_SECRET: z
    .string({ error: 'is needed: at least 32 random characters; it signs sessions' })
    .min(32, 'must have at least 32 characters'),
  PROVOST_HOST: z.string().default('0.0.0.0'),
  PROVOST_PORT: port.default(3000),
});
