import { z } from 'zod';

/**
 * Where a server process finds Temporal. The official client environment
 * (`TEMPORAL_API_KEY`, `TEMPORAL_TLS…`, profiles) is read besides, by envconfig.
 */
export const temporalEnvironment = z.object({
  TEMPORAL_ADDRESS: z.string({ error: 'is needed: host:port of the Temporal frontend' }),
  TEMPORAL_NAMESPACE: z.string().default('default'),
});
