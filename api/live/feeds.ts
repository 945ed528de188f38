import { ProvostError } from '../../domain/failures.ts';
import { MAX_STREAMS_PER_ORGANIZATION, MAX_STREAMS_PER_SESSION } from '../../domain/limits.ts';
import type { ApiDependencies } from '../dependencies.ts';
import { type Listener, OrganizationFeed, TOPICS } from './organization-feed.ts';

/** The feeds of the organizations that have event streams in this process. */
export function createFeeds(api: ApiDependencies) {
  const feeds = new Map<string, OrganizationFeed>();
  const perSession = new Map<string, number>();

  api.changes.subscribe((change) => {
    if (change !== 'missed') feeds.get(change.organizationId)?.changed(change.topic);
    else for (const feed of feeds.values()) TOPICS.forEach((topic) => feed.changed(topic));
  });

  /** @throws ProvostError TooManyStreams */
  function requireRoom(organizationId: string, sessionId: string): void {
    if ((perSession.get(sessionId) ?? 0) >= MAX_STREAMS_PER_SESSION) {
      throw new ProvostError(
        'TooManyStreams',
        `This session already has ${MAX_STREAMS_PER_SESSION} event streams. Close one first, or read the documents when they are needed.`,
      );
    }
    if ((feeds.get(organizationId)?.listeners.size ?? 0) >= MAX_STREAMS_PER_ORGANIZATION) {
      throw new ProvostError(
        'TooManyStreams',
        `The organization already has ${MAX_STREAMS_PER_ORGANIZATION} event streams. Try again later, or read the documents when they are needed.`,
      );
    }
  }

  function leave(organizationId: string, feed: OrganizationFeed, listener: Listener): void {
    if (!feed.listeners.delete(listener)) return;
    if (feed.listeners.size === 0) feeds.delete(organizationId);
    const left = (perSession.get(listener.sessionId) ?? 1) - 1;
    if (left === 0) perSession.delete(listener.sessionId);
    else perSession.set(listener.sessionId, left);
  }

  return {
    requireRoom,

    /**
     * Lets a stream listen to its organization until it leaves, which it may do twice.
     * @throws ProvostError TooManyStreams
     */
    join(organizationId: string, listener: Listener) {
      const { sessionId } = listener;
      requireRoom(organizationId, sessionId);
      const feed = feeds.get(organizationId) ?? new OrganizationFeed(api, organizationId);
      feeds.set(organizationId, feed);
      feed.listeners.add(listener);
      perSession.set(sessionId, (perSession.get(sessionId) ?? 0) + 1);
      return { feed, leave: () => leave(organizationId, feed, listener) };
    },
  };
}
