import { ProvostError } from '../../domain/failures.ts';
import type { SharedService } from '../account-document.ts';
import type { Role } from '../authentication/authentication.ts';
import type { ApiDependencies } from '../dependencies.ts';
import { type NotificationsDocument, readNotifications } from '../routes/notifications.ts';
import { SharedReadings } from './shared-reading.ts';

/** In milliseconds. How soon a document is read again that the workflow has not answered for. */
const RETRY = 2_000;

export const TOPICS = ['account', 'notification'] as const;
export type Topic = (typeof TOPICS)[number];

/** The services without what depends on the reader's role. */
export type SharedServices = readonly SharedService[];

/** A stream as its feed knows it. */
export interface Listener {
  readonly sessionId: string;
  changed(topic: Topic): void;
}

/**
 * What the streams of one organization share: each document is read once for each change, and
 * each session is checked once. Nothing that depends on a role is shared, and notifications only
 * between the streams of one person.
 */
export class OrganizationFeed {
  readonly listeners = new Set<Listener>();
  readonly #organizationId: string;
  readonly #api: ApiDependencies;
  readonly #accounts = new SharedReadings<SharedServices | null>();
  readonly #notifications = new SharedReadings<NotificationsDocument>();
  readonly #roles = new SharedReadings<Role | null>();
  #retry: ReturnType<typeof setTimeout> | undefined;

  constructor(api: ApiDependencies, organizationId: string) {
    this.#api = api;
    this.#organizationId = organizationId;
  }

  /** Tells every stream. What was read before is not used any more. */
  changed(topic: Topic): void {
    (topic === 'account' ? this.#accounts : this.#notifications).forget();
    this.#roles.forget();
    for (const listener of this.listeners) listener.changed(topic);
  }

  /** A stream that begins reads what is true now, even if nothing announced a change. */
  renew({ sessionId, userId }: { sessionId: string; userId: string }): void {
    this.#accounts.renew('');
    this.#notifications.renew(userId);
    this.renewRole(sessionId);
  }

  /** Without a change, access is checked again only when asked to. */
  renewRole(sessionId: string): void {
    this.#roles.renew(sessionId);
  }

  /** The current role of the session's person here; null if the session or the membership has ended. */
  role(sessionId: string, read: () => Promise<Role | null>): Promise<Role | null> {
    return this.#roles.get(sessionId, read);
  }

  /** What this person sees. */
  notifications(userId: string): Promise<NotificationsDocument> {
    return this.#notifications.get(userId, () =>
      readNotifications(this.#api.store, this.#organizationId, userId),
    );
  }

  /** The accounts; null if one is just starting. Read again soon while the workflow does not answer. */
  accounts(): Promise<SharedServices | null> {
    return this.#accounts.get('', async () => {
      const accounts = await this.#readAccounts();
      const answered = accounts?.every(({ account }) => account?.source !== 'store') ?? false;
      if (!answered) this.#readAgain();
      return accounts;
    });
  }

  #readAccounts(): Promise<SharedServices | null> {
    // An account that is just starting has no stored view yet.
    return this.#api.accounts.list(this.#organizationId).catch(unlessUnavailable);
  }

  #readAgain(): void {
    clearTimeout(this.#retry);
    this.#retry = setTimeout(() => this.changed('account'), RETRY).unref();
  }
}

function unlessUnavailable(error: unknown): null {
  if (error instanceof ProvostError && error.type === 'Unavailable') return null;
  throw error;
}
