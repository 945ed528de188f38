/** The last health check of an account, as the API returns it. */
import { z } from '@hono/zod-openapi';
import { CONSENT_KINDS } from '../domain/consents.ts';
import { HEALTH_ASPECTS, HEALTH_OUTCOMES, HEALTH_STATES } from '../domain/health.ts';
import type { AccountHealth } from '../store/health.ts';

const instant = z.iso.datetime();

export const healthSchema = z
  .object({
    state: z.enum(HEALTH_STATES).openapi({
      description:
        '`works`: every look did. `unknown`: Microsoft does not answer, which says nothing about the account. `doubtful`: something fails, and is looked at again before anybody is told. `fails`: the account needs attention.',
    }),
    since: instant.openapi({ description: 'Since when it is in this state.' }),
    checkedAt: instant.nullable().openapi({ description: 'Null before the first check.' }),
    nextCheckAt: instant.nullable(),
    looks: z.array(
      z.object({
        aspect: z.enum(HEALTH_ASPECTS),
        consent: z.enum(CONSENT_KINDS),
        outcome: z.enum(HEALTH_OUTCOMES),
        failure: z.string().nullable().openapi({ description: 'A code of a problem.' }),
      }),
    ),
  })
  .openapi('Health', { description: 'The last check of what was proven when it was provisioned.' });

export function describeHealth({
  state,
  since,
  checkedAt,
  nextCheckAt,
  looks,
}: AccountHealth): z.infer<typeof healthSchema> {
  return {
    state,
    since: since.toISOString(),
    checkedAt: checkedAt?.toISOString() ?? null,
    nextCheckAt: nextCheckAt?.toISOString() ?? null,
    looks: [...looks],
  };
}
