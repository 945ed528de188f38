/** Exchange answers four requests of an application to one mailbox at a time. */
import { GraphError } from '../errors.ts';
import type { GraphCall } from '../call.ts';
import { parseTarget } from '../call.ts';

const MOST_AT_ONCE = 4;
const PARTS = ['messages', 'mailfolders', 'mailboxsettings'];

export interface MailboxConcurrency {
  /**
   * Counts a request to a mailbox until `leave` is called. Other requests are not counted.
   * @throws GraphError 429 if too many are open
   */
  enter(caller: Pick<GraphCall, 'tenant' | 'directory' | 'token'>, target: string): () => void;
}

/** The user segment of a request to a mailbox. */
function userOf(target: string): string | undefined {
  const [set, user, part] = parseTarget(target).segments;
  const isMailbox = set?.toLowerCase() === 'users' && PARTS.includes(part?.toLowerCase() ?? '');
  return isMailbox ? user : undefined;
}

const overLimit = () =>
  new GraphError(429, 'ApplicationThrottled', 'Application is over its MailboxConcurrency limit.', {
    'Retry-After': '1',
  });

export function createMailboxConcurrency(): MailboxConcurrency {
  const open = new Map<string, number>();
  return {
    enter({ tenant, directory, token }, target) {
      const user = userOf(target);
      const position = user === undefined ? undefined : directory.findUser(user);
      if (position === undefined) return () => undefined;
      const key = `${tenant.id}/${token.clientId}/${position}`;
      const count = open.get(key) ?? 0;
      if (count >= MOST_AT_ONCE) {
        tenant.counters.throttled += 1;
        throw overLimit();
      }
      open.set(key, count + 1);
      return () => {
        const left = (open.get(key) ?? 1) - 1;
        if (left === 0) open.delete(key);
        else open.set(key, left);
      };
    },
  };
}
