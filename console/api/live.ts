/** The event stream: applies server changes to the cache without a reload. */
import type { QueryClient } from '@tanstack/react-query';
import { useEffect, useSyncExternalStore } from 'react';
import type { AccountEvent } from '../../api/routes/events.ts';
import { queryClient } from '../app/query-client.ts';
import { notificationsQuery, servicesQuery, sessionQuery } from './queries.ts';

/** `refused`: too many streams are open, so the documents are read from time to time instead. */
export type ConnectionState = 'connecting' | 'open' | 'lost' | 'refused';

/** The server sends an event at least every 15 s; a stream that is silent for longer than this is dead. */
const SILENCE = 40_000;
const TOO_MANY = 429;
const FIRST_PAUSE = 1000;
const LONGEST_PAUSE = 10_000;
/** Between two readings, and attempts to open a stream, while the server refuses one. */
const REFUSED_PAUSE = 30_000;
/** A hidden tab closes its stream after this time: browsers allow only six connections per server. */
const HIDDEN_GRACE = 30_000;

let state: ConnectionState = 'connecting';
const listeners = new Set<() => void>();

function setState(next: ConnectionState): void {
  if (next === state) return;
  state = next;
  for (const listener of listeners) listener();
}

/** State of the event stream. */
export const useConnection = (): ConnectionState =>
  useSyncExternalStore(
    (changed) => {
      listeners.add(changed);
      return () => listeners.delete(changed);
    },
    () => state,
  );

/** Follows the organization's events while the calling component is mounted. */
export function useLiveEvents(organizationId: string): void {
  useEffect(() => {
    const stream = new LiveStream(organizationId, queryClient);
    stream.open();
    return () => stream.close();
  }, [organizationId]);
}

class LiveStream {
  readonly #organizationId: string;
  readonly #cache: QueryClient;
  readonly #ending = new AbortController();
  #source: EventSource | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #hiding: ReturnType<typeof setTimeout> | undefined;
  #pause = FIRST_PAUSE;

  constructor(organizationId: string, cache: QueryClient) {
    this.#organizationId = organizationId;
    this.#cache = cache;
    const { signal } = this.#ending;
    document.addEventListener('visibilitychange', () => this.#seen(), { signal });
    addEventListener('online', () => this.open(), { signal });
    addEventListener('offline', () => this.#lose(), { signal });
  }

  open(): void {
    this.#drop();
    const source = new EventSource(this.#address);
    this.#source = source;
    source.addEventListener('account', (event) => this.#account(JSON.parse(event.data as string)));
    source.addEventListener('notifications', (event) => {
      const { queryKey } = notificationsQuery(this.#organizationId);
      this.#cache.setQueryData(queryKey, JSON.parse(event.data as string));
      this.#heard();
    });
    source.addEventListener('alive', () => this.#heard());
    source.addEventListener('error', () => void this.#failed(source));
    this.#watch(SILENCE, () => this.#lose());
  }

  get #address(): string {
    return `/api/organizations/${this.#organizationId}/events`;
  }

  close(): void {
    this.#ending.abort();
    this.#drop();
    clearTimeout(this.#hiding);
    setState('connecting');
  }

  #account(event: AccountEvent): void {
    const { queryKey } = servicesQuery(this.#organizationId);
    this.#cache.setQueryData(
      queryKey,
      (known) =>
        known && {
          services: known.services.map((entry) =>
            entry.service === event.service ? { ...entry, ...event } : entry,
          ),
        },
    );
    this.#heard();
  }

  #heard(): void {
    this.#pause = FIRST_PAUSE;
    setState('open');
    this.#watch(SILENCE, () => this.#lose());
  }

  /** An EventSource does not say why it failed. One that is closed got an answer that is no stream. */
  async #failed(source: EventSource): Promise<void> {
    const refused = source.readyState === EventSource.CLOSED && (await this.#isRefused());
    // In the meantime another stream may have been opened, or this one closed.
    if (this.#source !== source) return;
    if (refused) this.#poll();
    else this.#lose();
  }

  async #isRefused(): Promise<boolean> {
    const answer = await fetch(this.#address, { method: 'HEAD' }).catch(() => null);
    return answer?.status === TOO_MANY;
  }

  #poll(): void {
    this.#drop();
    setState('refused');
    for (const query of [servicesQuery, notificationsQuery]) {
      void this.#cache.invalidateQueries({ queryKey: query(this.#organizationId).queryKey });
    }
    this.#watch(REFUSED_PAUSE, () => this.open());
  }

  /** Reconnects with our own backoff: the browser stops retrying after a response that is not a stream. */
  #lose(): void {
    this.#drop();
    setState('lost');
    // An expired session also closes the stream; only the session query can detect that.
    void this.#cache.invalidateQueries({ queryKey: sessionQuery.queryKey });
    this.#watch(this.#pause, () => this.open());
    this.#pause = Math.min(this.#pause * 2, LONGEST_PAUSE);
  }

  #seen(): void {
    clearTimeout(this.#hiding);
    if (document.visibilityState === 'hidden') {
      this.#hiding = setTimeout(() => this.#drop(), HIDDEN_GRACE);
    } else if (this.#source === null) this.open();
  }

  #drop(): void {
    clearTimeout(this.#timer);
    this.#source?.close();
    this.#source = null;
  }

  #watch(milliseconds: number, then: () => void): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(then, milliseconds);
  }
}
