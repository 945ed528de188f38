/** Server-sent events: an organization's accounts and notifications as they change. */
import { createRoute, z } from '@hono/zod-openapi';
import { type SSEStreamingApi, streamSSE } from 'hono/streaming';
import { type Service, SERVICES } from '../../domain/account.ts';
import { ProvostError } from '../../domain/failures.ts';
import { accountSchema } from '../account-document.ts';
import type { Role } from '../authentication/authentication.ts';
import type { ApiDependencies } from '../dependencies.ts';
import { eventStream, newRouter, organizationPath } from '../openapi.ts';
import { readNotifications } from './notifications.ts';
import { readAccount } from './open-account.ts';

/** In milliseconds. Changes within this time are sent together: a synchronization stores many pages a second. */
const PAUSE = 200;
/**
 * In milliseconds. Proxies close silent connections, and clients consider them dead. Access is
 * checked at least as often.
 */
const KEEP_ALIVE = 15_000;
/** In milliseconds. How soon a document is read again that the workflow has not answered for. */
const RETRY = 2_000;

type Topic = 'account' | 'notification';

/** The data of an `account` event. A `notifications` event has a `NotificationsDocument`, `alive` has `{}`. */
export const accountEventSchema = z
  .object({ service: z.enum(SERVICES), account: accountSchema.nullable() })
  .openapi('AccountEvent');
export type AccountEvent = z.infer<typeof accountEventSchema>;

const eventsRoute = createRoute({
  method: 'get',
  path: '/events',
  summary: 'The accounts and notifications, now and whenever they change',
  description:
    'Server-sent events: `account` with an AccountEvent for each service, `notifications` with Notifications, `alive` with `{}` after 15 s without another event.',
  request: { params: organizationPath },
  responses: eventStream(accountEventSchema),
});

/**
 * Each event contains the complete current state, and the first ones are sent
 * immediately, so a client that reconnects misses nothing.
 */
export function eventRoutes(api: ApiDependencies) {
  return newRouter().openapi(eventsRoute, (c) => {
    const { organizationId } = c.req.valid('param');
    const { user } = c.get('session');
    const { headers } = c.req.raw;
    // Access may change while the stream is open: it ends with the session or the membership.
    const role = async () =>
      (await api.authentication.sessionOf(headers)) &&
      api.authentication.membershipOf(user.id, organizationId);
    return streamSSE(c, (stream) => follow(api, stream, { organizationId, userId: user.id, role }));
  });
}

interface Reader {
  readonly organizationId: string;
  readonly userId: string;
  /** The reader's current role; null ends the stream. */
  readonly role: () => Promise<Role | null>;
}

async function follow(
  api: ApiDependencies,
  stream: SSEStreamingApi,
  reader: Reader,
): Promise<void> {
  const due = new Set<Topic>(['account', 'notification']);
  let wake = (): void => undefined;
  const unsubscribe = api.changes.subscribe((change) => {
    if (change === 'missed') due.add('account').add('notification');
    else if (change.organizationId === reader.organizationId) due.add(change.topic);
    else return;
    wake();
  });
  stream.onAbort(() => {
    unsubscribe();
    wake();
  });
  try {
    while (!stream.aborted) {
      const role = await reader.role();
      if (!role) return;
      const topics = [...due];
      due.clear();
      const unanswered: Topic[] = [];
      for (const topic of topics) {
        if (!(await send(api, stream, { ...reader, role }, topic))) unanswered.push(topic);
      }
      if (topics.length === 0) await stream.writeSSE({ event: 'alive', data: '{}' });
      await stream.sleep(PAUSE);
      if (due.size === 0 && !stream.aborted) {
        await new Promise<void>((resolve) => {
          wake = resolve;
          setTimeout(resolve, unanswered.length > 0 ? RETRY : KEEP_ALIVE).unref();
        });
      }
      for (const topic of unanswered) due.add(topic);
    }
  } finally {
    unsubscribe();
  }
}

/** @returns false if the workflow did not answer, so that the document is missing or old. */
async function send(
  api: ApiDependencies,
  stream: SSEStreamingApi,
  reader: { organizationId: string; userId: string; role: Role },
  topic: Topic,
): Promise<boolean> {
  if (topic === 'notification') {
    const { organizationId, userId } = reader;
    const notifications = await readNotifications(api.store, organizationId, userId);
    await stream.writeSSE({ event: 'notifications', data: JSON.stringify(notifications) });
    return true;
  }
  const read = async (service: Service): Promise<AccountEvent> => ({
    service,
    account: await readAccount(api, reader, service),
  });
  // An account that is just starting has no stored view yet.
  const events = await Promise.all(SERVICES.map(read)).catch(unlessUnavailable);
  for (const data of events ?? []) {
    await stream.writeSSE({ event: 'account', data: JSON.stringify(data) });
  }
  return events?.every(({ account }) => account?.source !== 'store') ?? false;
}

function unlessUnavailable(error: unknown): null {
  if (error instanceof ProvostError && error.type === 'Unavailable') return null;
  throw error;
}
