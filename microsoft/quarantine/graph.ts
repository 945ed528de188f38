/** The quarantine by Microsoft Graph: a hidden mail folder and immutable ids. */
import { z } from 'zod';
import { isTokenFailure, ProvostError } from '../../domain/failures.ts';
import { codeOf, parseAnswer } from '../errors.ts';
import type { At, GraphClient, GraphRequest } from '../graph/client.ts';
import { literal, query } from '../graph/links.ts';
import {
  PURGE_TIMEOUT,
  CANARY_SUBJECT,
  CANARY_TEXT,
  type Proof,
  QUARANTINE_FOLDER,
  type QuarantineProver,
} from './adapter.ts';
import { type CanaryMailbox, proveWithCanary } from './proof.ts';

const itemSchema = z.object({ id: z.string() });
const listSchema = z.object({ value: z.array(itemSchema) });

export function createGraphQuarantine(client: GraphClient): QuarantineProver {
  return {
    adapter: 'graph',
    async prove({ userId, address: _address, ...at }) {
      try {
        return await proveWithCanary(mailboxOf(client, at, userId));
      } catch (error) {
        return proofOf(error);
      }
    },
  };
}

function mailboxOf(client: GraphClient, at: At, userId: string): CanaryMailbox {
  const base = `/users/${encodeURIComponent(userId)}`;
  // Without immutable ids, a message would get a new id with every move.
  const call = (request: GraphRequest) => client.call(at, { ...request, immutableIds: true });
  const post = async (path: string, body: object) =>
    parseAnswer(itemSchema, await call({ target: `${base}${path}`, body })).id;
  const list = async (path: string) =>
    parseAnswer(listSchema, await call({ target: `${base}${path}` })).value.map(({ id }) => id);

  return {
    drafts: 'drafts',
    async quarantineFolder(): Promise<string> {
      const $filter = `displayName eq ${literal(QUARANTINE_FOLDER)}`;
      const hidden = query({ includeHiddenFolders: 'true', $filter, $select: 'id' });
      const [existing] = await list(`/mailFolders${hidden}`);
      const folder = { displayName: QUARANTINE_FOLDER, isHidden: true };
      return existing ?? post('/mailFolders', folder);
    },
    canariesIn(folder: string): Promise<string[]> {
      const $filter = `subject eq ${literal(CANARY_SUBJECT)} and isDraft eq true`;
      const path = `/mailFolders/${encodeURIComponent(folder)}/messages`;
      return list(`${path}${query({ $filter, $select: 'id' })}`);
    },
    createCanary: () =>
      post('/mailFolders/drafts/messages', {
        subject: CANARY_SUBJECT,
        body: { contentType: 'text', content: CANARY_TEXT },
      }),
    /** @returns the same id: it is immutable. */
    async move(id: string, destinationId: string): Promise<string> {
      await post(`/messages/${encodeURIComponent(id)}/move`, { destinationId });
      return id;
    },
    async purge(id: string): Promise<void> {
      const target = `${base}/messages/${encodeURIComponent(id)}/permanentDelete`;
      // Also after a cancellation: nothing of ours may stay behind.
      const signal = AbortSignal.timeout(PURGE_TIMEOUT);
      await client.call({ ...at, signal }, { target, body: {}, immutableIds: true });
    },
  };
}

/** Answers that say that there is no such mailbox. */
const NO_MAILBOX = ['mailboxnotenabledforrestapi', 'errorinvaliduser', 'request_resourcenotfound'];

/** @throws the error itself if it says nothing about the mailbox. */
function proofOf(error: unknown): Proof {
  if (!(error instanceof ProvostError)) throw error;
  const { type, details } = error;
  const code = typeof details['code'] === 'string' ? details['code'] : null;
  if (code?.toLowerCase() === 'erroraccessdenied') return { outcome: 'refused', code };
  if (code && NO_MAILBOX.includes(code.toLowerCase())) return { outcome: 'noMailbox', code };
  const mayPass = [
    'MicrosoftThrottled',
    'MicrosoftUnavailable',
    'GrantNotVisible',
    'ConsentRevoked',
  ];
  if (mayPass.includes(type) || isTokenFailure(type)) throw error;
  return { outcome: 'failed', code: codeOf(error) };
}
