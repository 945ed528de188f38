import { Context } from '@temporalio/activity';
import { ProvostError } from '../domain/failures.ts';
import { WEBHOOK_ATTEMPTS, webhookDelay, type WebhookDisabling } from '../domain/webhooks.ts';
import type { Outcome } from '../delivery/sender.ts';
import { SYSTEM } from '../store/audit.ts';
import { overlapEnd, type WebhookEndpoint } from '../store/webhook-endpoints.ts';
import type { Dependencies } from './dependencies.ts';

interface Delivery {
  readonly id: string;
}

/** Sends events to the endpoints of an organization. */
export function createWebhookActivities({
  store,
  webhooks,
}: Pick<Dependencies, 'store' | 'webhooks'>) {
  /** The keys that sign now, the current one first. */
  async function keysOf(endpoint: WebhookEndpoint): Promise<string[]> {
    const { endpointId, signingKey, previousKey } = endpoint;
    const before = overlapEnd(endpoint) === null ? null : previousKey;
    const sealed = [signingKey, ...(before === null ? [] : [before])];
    const opened = await Promise.all(sealed.map((key) => webhooks.vault.open(endpointId, key)));
    return opened.filter((key) => key !== null);
  }

  return {
    /**
     * Sends a message once, and records what came of it. Does nothing if the delivery has ended or
     * its endpoint was deleted. A worker that dies between the answer and the record sends it again,
     * with the same `webhook-id`.
     * @throws ProvostError WebhookGone, or WebhookFailed with the time until the next attempt.
     */
    async deliverWebhook({ id }: Delivery): Promise<void> {
      const pending = await store.webhookDeliveries.pending(id);
      if (!pending) return;
      const { delivery, endpoint } = pending;
      const { attempt } = Context.current().info;
      const at = new Date();
      const { eventId, body } = delivery;
      const keys = await keysOf(endpoint);
      const message = { url: endpoint.url, keys, id: eventId, timestamp: at, body };
      const outcome = keys.length === 0 ? UNREADABLE : await webhooks.sender.send(message);
      const { failure, status, retryAfter, ...rest } = outcome;
      const ends = failure === null || failure === 'gone' || attempt >= WEBHOOK_ATTEMPTS;
      const delay = webhookDelay(attempt, retryAfter);
      const nextAt = ends ? null : new Date(Date.now() + delay);
      await store.webhookDeliveries.record({
        deliveryId: id,
        attempt,
        at,
        status,
        failure,
        nextAt,
        ...rest,
      });
      if (failure === null) return;
      throw new ProvostError(failure === 'gone' ? 'WebhookGone' : 'WebhookFailed', undefined, {
        retryAfter: delay,
        details: { failure, status },
      });
    },

    /** Disables the endpoint of a delivery that failed for good, and tells the organization once. */
    async giveUpWebhook({
      id,
      because,
    }: Delivery & { because: Exclude<WebhookDisabling, 'person'> }): Promise<void> {
      const endpoint = await store.webhookDeliveries.giveUp(id, because);
      if (!endpoint) return;
      const { organizationId, endpointId, url, disabledAt, disabledBecause } = endpoint;
      const dedupeKey = `webhook/${endpointId}/disabled/${disabledAt?.toISOString()}`;
      await store.audit.write({
        organizationId,
        actor: SYSTEM,
        action: 'webhook.disabled',
        correlationId: `webhook/${id}`,
        details: { endpointId, url, because: disabledBecause },
        dedupeKey,
      });
      await store.notifications.notifyOfWebhook({ organizationId, dedupeKey });
    },
  };
}

/** The configured secret is not the one that the key was encrypted with. */
const UNREADABLE: Outcome = {
  failure: 'keyUnreadable',
  requestHeaders: {},
  status: null,
  answer: null,
  milliseconds: 0,
  retryAfter: null,
};
