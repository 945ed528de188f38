/** What webhooks send, as the OpenAPI document shows it: a schema and an example for each type. */
import { type OpenAPIHono, z } from '@hono/zod-openapi';
import { ATTENTION_REASONS, type AttentionReason } from '../domain/reasons.ts';
import { CONSENT_KINDS } from '../domain/consents.ts';
import { EVENT_TYPES, type EventType } from '../domain/events.ts';
import { SERVICE_IDS } from '../domain/services/services.ts';
import { exampleEvent, webhookBodyOf } from '../domain/webhooks.ts';
import type { AppEnvironment } from './context.ts';

const REASONS = Object.keys(ATTENTION_REASONS) as [AttentionReason, ...AttentionReason[]];

const reason = z.enum(REASONS).openapi({ description: 'What needs, or needed, a person.' });
const consent = z
  .enum(CONSENT_KINDS)
  .optional()
  .openapi({ description: 'The consent it is about.' });
const count = z.number().int();

/** What the data of each type have beside the account. */
const DATA: Readonly<Record<EventType, z.ZodRawShape>> = {
  'account.protected': {},
  'account.attention_required': { reason, consent },
  'account.recovered': { reason: reason.optional(), consent, since: z.iso.datetime().optional() },
  'account.removed': {},
  'synchronization.published': { runId: z.uuid(), users: count, groups: count, sites: count },
  'synchronization.held': { reason: z.literal('removalsHeld') },
  'consent.revoked': { reason: z.literal('consentRevoked'), consent },
};

const SUMMARIES: Readonly<Record<EventType, string>> = {
  'account.protected': 'A service is protected',
  'account.attention_required': 'An account needs a person to act',
  'account.recovered': 'An account works again',
  'account.removed': 'A service account was removed',
  'synchronization.published': 'A synchronization was published',
  'synchronization.held': 'A synchronization waits for a decision about its removals',
  'consent.revoked': 'A consent is no longer there',
};

/** The body of a message of this type. */
export const messageSchemaOf = (type: EventType) =>
  z.object({
    type: z.literal(type),
    timestamp: z.iso.datetime().openapi({ description: 'When it happened.' }),
    test: z
      .literal(true)
      .optional()
      .openapi({ description: 'Only in tests. Nothing has happened.' }),
    data: z.object({
      organizationId: z.string(),
      accountId: z.uuid(),
      service: z.enum(SERVICE_IDS),
      tenantId: z.uuid().nullable(),
      ...DATA[type],
    }),
  });

const headers = z.object({
  'webhook-id': z.string().openapi({
    description: 'The id of the event, the same in every attempt and redelivery.',
  }),
  'webhook-timestamp': z.string().openapi({ description: 'When it was sent, in seconds.' }),
  'webhook-signature': z.string().openapi({
    description:
      'Signatures of `id.timestamp.body`, separated by spaces: `v1,…` (HMAC-SHA256) or `v1a,…` (ed25519). During a rotation there are two; one that is right suffices.',
  }),
});

export function describeWebhooks({ openAPIRegistry }: OpenAPIHono<AppEnvironment>): void {
  for (const type of EVENT_TYPES) {
    const example = webhookBodyOf(exampleEvent(type, 'contoso', '2026-11-30T09:00:00.000Z'));
    const schema = messageSchemaOf(type).openapi({ example });
    openAPIRegistry.registerWebhook({
      method: 'post',
      path: type,
      summary: SUMMARIES[type],
      request: { headers, body: { required: true, content: { 'application/json': { schema } } } },
      responses: {
        200: { description: 'Any 2xx within 15 seconds accepts the message.' },
        410: { description: 'The endpoint no longer exists. It is disabled at once.' },
        default: {
          description:
            'Anything else, also a redirect, is a failure. There are ten attempts within some three days; `Retry-After` is honoured.',
        },
      },
    });
  }
}
