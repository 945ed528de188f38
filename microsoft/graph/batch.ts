/** JSON batching: up to 20 reads per request, each with its own answer. */
import { ProvostError } from '../../domain/failures.ts';
import { BATCH_SIZE } from '../../domain/limits.ts';
import { parseAnswer } from '../errors.ts';
import { batchSchema } from '../graph-schemas.ts';
import type { MicrosoftAnswer } from '../transport.ts';
import { type At, type GraphClient, outcomeOf } from './client.ts';

/**
 * Reads paths relative to the API version, 20 per request. All belong to one workload.
 * @returns in the order of the paths: the successful answer, or the failure of that item
 * (e.g. a 429 with its own Retry-After)
 * @throws ProvostError when a whole batch fails
 */
export async function batchGet(
  client: GraphClient,
  at: At,
  paths: readonly string[],
): Promise<(MicrosoftAnswer | ProvostError)[]> {
  const results: (MicrosoftAnswer | ProvostError)[] = [];
  for (let start = 0; start < paths.length; start += BATCH_SIZE) {
    results.push(...(await oneBatch(client, at, paths.slice(start, start + BATCH_SIZE))));
  }
  return results;
}

async function oneBatch(client: GraphClient, at: At, paths: readonly string[]) {
  const requests = paths.map((url, index) => ({ id: String(index), method: 'GET', url }));
  const answer = await client.call(at, { target: '/$batch', body: { requests }, items: paths });
  const { responses } = parseAnswer(batchSchema, answer);
  const byId = new Map(responses.map((response) => [response.id, response]));
  const results: (MicrosoftAnswer | ProvostError)[] = [];
  for (const { id, url } of requests) results.push(await resultOf(client, at, url, byId.get(id)));
  return results;
}

async function resultOf(
  client: GraphClient,
  at: At,
  path: string,
  item: { status: number; headers?: Record<string, string> | null; body?: unknown } | undefined,
): Promise<MicrosoftAnswer | ProvostError> {
  if (item === undefined) return new ProvostError('UnexpectedAnswer');
  const answer = {
    status: item.status,
    headers: new Headers(item.headers ?? {}),
    body: '',
    json: item.body ?? null,
  };
  const outcome = outcomeOf(answer);
  client.noteItem(at, path, outcome);
  if (outcome.throttled && at.meter) at.meter.throttled += 1;
  return item.status < 300 ? answer : client.failure(at, answer);
}
