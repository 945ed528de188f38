import { z } from 'zod';

/**
 * How a server process connects to Temporal. envconfig also reads the official
 * client environment (`TEMPORAL_API_KEY`, `TEMPORAL_TLS…`, profiles).
 */
export const temporalEnvironment = z.object({
  TEMPORAL_ADDRESS: z.string({ error: 'is needed: host:port of the Temporal frontend' }),
  TEMPORAL_NAMESPACE: z.string().default('default'),
});
