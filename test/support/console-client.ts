/** The console's side of the API, as its own pages would use it. */
import { createParser } from 'eventsource-parser';
import { z } from 'zod';
import { accountSchema } from '../../api/account-document.ts';
import { problemSchema } from '../../api/problem.ts';
import { notificationsSchema } from '../../api/routes/notifications.ts';
import type { ConsentKind } from '../../domain/consents.ts';
import { type Service, SERVICE_IDS } from '../../domain/services/services.ts';
import { requireEws } from './before-ews-end.ts';
import type { Browser } from './browser.ts';
import { timeout } from './wait.ts';

/** A first load of a whole tenant on a loaded machine takes less. */
const PATIENCE_SECONDS = 120;

export type Account = z.infer<typeof accountSchema>;
export type Notifications = z.infer<typeof notificationsSchema>;

/** What the event stream has sent so far. */
export interface Snapshot {
  account: Account | null;
  notifications: Notifications;
}

/** An answer that is a problem document. */
export class ApiProblem extends Error {
  override readonly name = 'ApiProblem';
  readonly problem: z.infer<typeof problemSchema>;
  constructor(problem: z.infer<typeof problemSchema>) {
    super(`${problem.code}: ${problem.detail}`);
    this.problem = problem;
  }
}

const accountEventSchema = z.object({
  service: z.enum(SERVICE_IDS),
  account: accountSchema.nullable(),
});
const sessionSchema = z.object({ organizations: z.array(z.object({ id: z.string() })) });
const attemptSchema = z.object({ attemptId: z.uuid(), signInAddress: z.url() });
const userSchema = z.object({ id: z.uuid(), displayName: z.string().nullable() });
const siteSchema = z.object({ id: z.string(), url: z.url(), title: z.string().nullable() });

/** What is protected: everything, users, or sites. */
export type Choice = (
  | { readonly method: 'all' }
  | { readonly method: 'selected'; readonly userIds: readonly string[] }
  | { readonly method: 'selected'; readonly siteIds: readonly string[] }
) & { readonly tenantId?: string };

/** Signs in and speaks for one console user in one organization, about one service. */
export async function signInToConsole(
  browser: Browser,
  origin: string,
  credentials: { email: string; password: string },
  organizationId?: string,
  service: Service = 'exchange-online',
) {
  const answer = await browser.fetch(`${origin}/api/auth/sign-in/email`, post(origin, credentials));
  if (!answer.ok) throw new Error(`The sign-in was answered ${answer.status}`);
  const session = sessionSchema.parse(await call('GET', '/api/session'));
  const organization = organizationId ?? session.organizations[0]?.id ?? '';
  const base = `/api/organizations/${organization}`;

  async function call(method: string, path: string, body?: unknown): Promise<unknown> {
    const init =
      method === 'GET' ? {} : { ...post(origin, body === undefined ? {} : body), method };
    const response = await browser.fetch(`${origin}${path}`, init);
    const content: unknown = await response.json();
    if (!response.ok) throw new ApiProblem(problemSchema.parse(content));
    return content;
  }

  return clientOf({ browser, origin, base, call }, service);
}

interface ConsoleConnection {
  readonly browser: Browser;
  readonly origin: string;
  readonly base: string;
  readonly call: (method: string, path: string, body?: unknown) => Promise<unknown>;
}

export interface ConsoleClient extends ReturnType<typeof callsFor> {
  /** The same console user, about another service. */
  about(other: Service): ConsoleClient;
}

const clientOf = (connection: ConsoleConnection, service: Service): ConsoleClient => ({
  ...callsFor(connection, service),
  about: (other) => clientOf(connection, other),
});

function callsFor(connection: ConsoleConnection, service: Service) {
  const { browser, origin, base, call } = connection;
  const account = `${base}/accounts/${service}`;
  return {
    call,
    base,
    service,
    start: () => call('POST', account),
    account: async () => accountSchema.parse(await call('GET', account)),
    consent: async (kind: ConsentKind) => {
      requireEws(kind);
      return attemptSchema.parse(await call('POST', `${account}/consents/${kind}`));
    },
    user: async (name: string) =>
      userSchema.parse(
        await call('GET', `${account}/users?userPrincipalName=${encodeURIComponent(name)}`),
      ),
    groups: async (text: string) =>
      z
        .object({ groups: z.array(userSchema), more: z.boolean() })
        .parse(await call('GET', `${account}/groups?search=${encodeURIComponent(text)}`)).groups,
    groupUsers: async (groupId: string) =>
      z
        .object({ users: z.array(userSchema), next: z.string().nullable() })
        .parse(await call('GET', `${account}/groups/${groupId}/users`)).users,
    siteByUrl: async (url: string) =>
      siteSchema.parse(await call('GET', `${account}/sites/lookup?url=${encodeURIComponent(url)}`)),
    sites: async (text: string) =>
      z
        .object({ sites: z.array(siteSchema), more: z.boolean() })
        .parse(await call('GET', `${account}/sites?search=${encodeURIComponent(text)}`)).sites,
    submit: (targets: Choice) => call('POST', `${account}/targets`, targets),
    remove: () => call('DELETE', account),
    check: () => call('POST', `${account}/checks`),
    synchronize: () => call('POST', `${account}/synchronizations`),
    notifications: async () =>
      notificationsSchema.parse(await call('GET', `${base}/notifications`)),
    /** Follows the event stream until it has sent `enough`. */
    follow: (enough: (snapshot: Snapshot) => boolean, signal?: AbortSignal) =>
      follow(browser, { url: `${origin}${base}/events`, service }, enough, signal),
  };
}

function post(origin: string, body: unknown): RequestInit {
  const headers = { 'content-type': 'application/json', origin };
  return { method: 'POST', headers, body: JSON.stringify(body) };
}

async function follow(
  browser: Browser,
  { url, service }: { url: string; service: Service },
  enough: (snapshot: Snapshot) => boolean,
  signal?: AbortSignal,
): Promise<Snapshot> {
  const snapshot: Snapshot = {
    account: null,
    notifications: { unread: 0, notifications: [], next: null },
  };
  const ending = new AbortController();
  const signals = signal ? [signal, ending.signal] : [ending.signal];
  const timer = setTimeout(() => {
    ending.abort(timeout(`the event stream shows: ${String(enough)}`, PATIENCE_SECONDS, snapshot));
  }, PATIENCE_SECONDS * 1000);
  const response = await browser.fetch(url, { signal: AbortSignal.any(signals) });
  if (!response.ok || !response.body) throw new Error(`Events were answered ${response.status}`);
  // Before the account was sent, `null` does not mean that there is none.
  let received = false;
  const parser = createParser({
    onEvent({ event, data }) {
      const content: unknown = JSON.parse(data);
      if (event === 'account') {
        const sent = accountEventSchema.parse(content);
        if (sent.service !== service) return;
        snapshot.account = sent.account;
        received = true;
      }
      if (event === 'notifications') snapshot.notifications = notificationsSchema.parse(content);
    },
  });
  const decoder = new TextDecoder();
  try {
    const reader = response.body.getReader();
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      parser.feed(decoder.decode(value, { stream: true }));
      if (received && enough(snapshot)) return snapshot;
    }
  } finally {
    clearTimeout(timer);
    ending.abort();
  }
  throw new Error('The event stream ended');
}
