import { z } from 'zod';
import { secretEnvironment } from '../delivery/environment.ts';

const port = z.coerce.number({ error: 'must be a port number' }).int().min(0).max(65_535);

export const originSchema = z
  .string({ error: 'is needed: the public origin of the console, e.g. https://provost.example' })
  .refine((value) => URL.canParse(value) && new URL(value).origin === value, {
    error: 'must be an origin without a path or trailing slash',
  });

/** For links that administrators see. Only http and https, because it becomes a link. */
export const temporalUiSchema = z
  .url({ protocol: /^https?$/, error: 'must be the address of a Temporal UI: https://…' })
  .transform((address) => address.replace(/\/+$/, ''))
  .optional();

/** The settings of the API process, besides those of the database, Temporal and Microsoft. */
export const apiEnvironment = z.object({
  PROVOST_ORIGIN: originSchema,
  ...secretEnvironment.shape,
  /** How many of our own proxies are in front of the API and append to X-Forwarded-For. */
  PROVOST_TRUSTED_PROXIES: z.coerce.number().int().min(0).max(10).default(0),
  PROVOST_HOST: z.string().default('0.0.0.0'),
  PROVOST_PORT: port.default(3000),
  /** Optional: the address of Temporal's UI, for links to an account's workflow. */
  PROVOST_TEMPORAL_UI: temporalUiSchema,
});
