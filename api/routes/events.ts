/** Server-sent events: an organization's accounts and notifications as they change. */
import { Hono } from 'hono';
import { type SSEStreamingApi, streamSSE } from 'hono/streaming';
import { type Service, SERVICES } from '../../domain/account.ts';
import type { AppEnvironment } from '../context.ts';
import type { ApiDependencies } from '../dependencies.ts';
import { readNotifications } from './notifications.ts';

/** Changes within this time are told together: a synchronization stores many pages a second. */
const PAUSE = 200;
/** Proxies close a silent connection; access is looked at again as often. */
const KEEP_ALIVE = 15_000;

type Topic = 'account' | 'notification';

/**
 * Each event holds the whole of what it is about, and the first ones come at
 * once, so a client that was cut off misses nothing by connecting again.
 */
export function eventRoutes(api: ApiDependencies) {
  const app = new Hono<AppEnvironment>();
  app.get('/events', (c) => {
    const organizationId = c.get('organizationId');
    const { user } = c.get('session');
    const { headers } = c.req.raw;
    // Access may end while the stream is open, and then the stream ends too.
    const allowed = async () =>
      (await api.authentication.sessionOf(headers)) !== null &&
      (await api.authentication.membershipOf(user.id, organizationId)) !== null;
    return streamSSE(c, (stream) =>
      follow(api, stream, { organizationId, userId: user.id, allowed }),
    );
  });
  return app;
}

interface Reader {
  readonly organizationId: string;
  readonly userId: string;
  readonly allowed: () => Promise<boolean>;
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
    while (!stream.aborted && (await reader.allowed())) {
      const topics = [...due];
      due.clear();
      for (const topic of topics) await tell(api, stream, reader, topic);
      if (topics.length === 0) await stream.write(': still here\n\n');
      await stream.sleep(PAUSE);
      if (due.size === 0 && !stream.aborted) {
        await new Promise<void>((resolve) => {
          wake = resolve;
          setTimeout(resolve, KEEP_ALIVE).unref();
        });
      }
    }
  } finally {
    unsubscribe();
  }
}

async function tell(
  { accounts, store }: ApiDependencies,
  stream: SSEStreamingApi,
  { organizationId, userId }: Reader,
  topic: Topic,
): Promise<void> {
  if (topic === 'notification') {
    const notifications = await readNotifications(store, organizationId, userId);
    await stream.writeSSE({ event: 'notifications', data: JSON.stringify(notifications) });
    return;
  }
  const read = async (service: Service) => ({
    service,
    account: await accounts.read(service, organizationId),
  });
  for (const data of await Promise.all(SERVICES.map(read))) {
    await stream.writeSSE({ event: 'account', data: JSON.stringify(data) });
  }
}
