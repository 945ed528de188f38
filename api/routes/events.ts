/** Server-sent events: an organization's accounts and notifications as they change. */
import { createRoute, z } from '@hono/zod-openapi';
import { type SSEStreamingApi, streamSSE } from 'hono/streaming';
import { SERVICE_IDS } from '../../domain/services/services.ts';
import { MAX_STREAMS_PER_ORGANIZATION, MAX_STREAMS_PER_SESSION } from '../../domain/limits.ts';
import { accountSchema } from '../account-document.ts';
import type { Role } from '../authentication/authentication.ts';
import type { ApiDependencies } from '../dependencies.ts';
import { createFeeds } from '../live/feeds.ts';
import { type OrganizationFeed, type Topic, TOPICS } from '../live/organization-feed.ts';
import { eventStream, newRouter, organizationPath } from '../openapi.ts';
import { requiredMethodSchema } from '../required-method.ts';
import { asSeenBy } from './open-account.ts';

/** In milliseconds. Changes within this time are sent together: a synchronization stores many pages a second. */
const PAUSE = 200;
/**
 * In milliseconds. Proxies close silent connections, and clients consider them dead. Access is
 * checked at least as often.
 */
const KEEP_ALIVE = 15_000;
/** In milliseconds. When a client comes back after the server has ended, to another one. */
const RECONNECT = 1_000;

/** The data of an `account` event. A `notifications` event has a `NotificationsDocument`, `alive` has `{}`. */
export const accountEventSchema = z
  .object({
    service: z.enum(SERVICE_IDS),
    requiredMethod: requiredMethodSchema,
    account: accountSchema.nullable(),
  })
  .openapi('AccountEvent');
export type AccountEvent = z.infer<typeof accountEventSchema>;

const eventsRoute = createRoute({
  method: 'get',
  path: '/events',
  summary: 'The accounts and notifications, now and whenever they change',
  description: `Server-sent events: \`account\` with an AccountEvent for each service, \`notifications\` with Notifications, \`alive\` with \`{}\` after 15 s without another event. At most ${MAX_STREAMS_PER_SESSION} streams a session and ${MAX_STREAMS_PER_ORGANIZATION} an organization; one more is refused with \`TooManyStreams\`. HEAD tells whether one more would be.`,
  request: { params: organizationPath },
  responses: eventStream(accountEventSchema),
});

/**
 * Each event contains the complete current state, and the first ones are sent
 * immediately, so a client that reconnects misses nothing.
 */
export function eventRoutes(api: ApiDependencies) {
  const feeds = createFeeds(api);
  return newRouter().openapi(eventsRoute, (c) => {
    const { organizationId } = c.req.valid('param');
    const { user, sessionId } = c.get('session');
    const { headers, method } = c.req.raw;
    if (method === 'HEAD') {
      feeds.requireRoom(organizationId, sessionId);
      return c.body(null, 200, { 'content-type': 'text/event-stream' });
    }
    // Access may change while the stream is open: it ends with the session or the membership.
    const role = async () =>
      (await api.authentication.sessionOf(headers)) &&
      api.authentication.membershipOf(user.id, organizationId);
    const changes = createChanges(sessionId);
    const { feed, leave } = feeds.join(organizationId, changes);
    feed.renew({ sessionId, userId: user.id });
    const reader = { organizationId, sessionId, userId: user.id, role };
    return streamSSE(c, async (stream) => {
      stream.onAbort(leave);
      stream.onAbort(changes.wake);
      const end = () => void comeBack(stream).finally(changes.wake);
      c.env.closing?.addEventListener('abort', end, { once: true });
      // The listener does not hear of what was before.
      if (c.env.closing?.aborted) end();
      await follow(api, stream, { feed, changes, reader })
        .catch((error: unknown) => api.report(error, c.get('requestId')))
        .finally(leave);
      c.env.closing?.removeEventListener('abort', end);
    });
  });
}

/** Ends the stream at once. Clients that follow the standard come back by themselves. */
async function comeBack(stream: SSEStreamingApi): Promise<void> {
  await stream.write(`retry: ${RECONNECT}\n\n`);
  await stream.close();
}

/** The topics that a stream has to send, and a wait for the next one. */
function createChanges(sessionId: string) {
  const due = new Set<Topic>(TOPICS);
  let wake = (): void => undefined;
  return {
    sessionId,
    changed(topic: Topic): void {
      due.add(topic);
      wake();
    },
    wake: () => wake(),
    take(): Topic[] {
      const topics = [...due];
      due.clear();
      return topics;
    },
    async next(milliseconds: number): Promise<void> {
      if (due.size > 0) return;
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, milliseconds).unref();
        wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    },
  };
}

interface Reader {
  readonly organizationId: string;
  readonly sessionId: string;
  readonly userId: string;
  /** The reader's current role; null ends the stream. */
  readonly role: () => Promise<Role | null>;
}

interface Following {
  readonly feed: OrganizationFeed;
  readonly changes: ReturnType<typeof createChanges>;
  readonly reader: Reader;
}

async function follow(
  api: ApiDependencies,
  stream: SSEStreamingApi,
  { feed, changes, reader }: Following,
): Promise<void> {
  while (!stream.aborted && !stream.closed) {
    const topics = changes.take();
    if (topics.length === 0) feed.renewRole(reader.sessionId);
    const role = await feed.role(reader.sessionId, reader.role);
    if (!role) return;
    for (const topic of topics) {
      if (topic === 'account') await sendAccounts(api, stream, feed, { ...reader, role });
      else await sendNotifications(stream, feed, reader);
    }
    if (topics.length === 0) await stream.writeSSE({ event: 'alive', data: '{}' });
    await stream.sleep(PAUSE);
    if (!stream.aborted && !stream.closed) await changes.next(KEEP_ALIVE);
  }
}

async function sendAccounts(
  { workflowLink }: ApiDependencies,
  stream: SSEStreamingApi,
  feed: OrganizationFeed,
  reader: { organizationId: string; role: Role },
): Promise<void> {
  for (const { account, ...entry } of (await feed.accounts()) ?? []) {
    const shown = account && asSeenBy(workflowLink, reader, account);
    const event: AccountEvent = { ...entry, account: shown };
    await stream.writeSSE({ event: 'account', data: JSON.stringify(event) });
  }
}

async function sendNotifications(
  stream: SSEStreamingApi,
  feed: OrganizationFeed,
  { userId }: Reader,
): Promise<void> {
  const notifications = await feed.notifications(userId);
  await stream.writeSSE({ event: 'notifications', data: JSON.stringify(notifications) });
}
