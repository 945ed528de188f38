/** Reads users, groups or sites by id. */
import {
  type FailureType,
  isLostAccess,
  isOutage,
  type Outage,
  ProvostError,
} from '../../domain/failures.ts';
import { codeOf, safeParseAnswer } from '../errors.ts';
import type { SkippedItem } from '../../domain/directory.ts';
import { skippedItem } from '../graph-schemas.ts';
import type { MicrosoftAnswer } from '../transport.ts';
import { batchGet } from './batch.ts';
import type { At, GraphClient } from './client.ts';
import type { Collection } from './collections.ts';
import { query } from './links.ts';
import { isNotThere } from './sharepoint-answers.ts';

/** Objects that were asked for by id. */
export interface ById<T> {
  readonly found: T[];
  /** Those that exist but are invalid. */
  readonly unreadable: SkippedItem[];
  /** Those that Graph does not find or does not show. It may later: its servers are not consistent. */
  readonly missing: MissingItem[];
}

/** An object that is not found or not shown, with Microsoft's error code. */
export interface MissingItem {
  readonly id: string;
  readonly code: string;
  /** If Microsoft says neither that nor that there is none: what it refuses with. */
  readonly failure?: FailureType;
  /** If Microsoft is throttling or down for this object; `retryAfter` in milliseconds, if given. */
  readonly outage: { readonly type: Outage; readonly retryAfter: number | null } | null;
}

/** @throws ProvostError when Graph is throttling or down, or the access is lost */
export async function readById<T>(
  client: GraphClient,
  at: At,
  collection: Collection<T>,
  ids: readonly string[],
): Promise<ById<T>> {
  const paths = ids.map((id) => `${collection.path}/${id}${query(collection.select)}`);
  const found: T[] = [];
  const unreadable: SkippedItem[] = [];
  const missing: MissingItem[] = [];
  const results = await batchGet(client, at, paths);
  refuseCommon(results);
  for (const [index, result] of results.entries()) {
    const id = ids[index] ?? '';
    if (result instanceof ProvostError) {
      const outage = outageOf(result);
      const failure = outage || isNotThere(result) ? {} : { failure: result.type };
      missing.push({ id, code: codeOf(result), outage, ...failure });
      continue;
    }
    const parsed = safeParseAnswer(collection.schema, result);
    if (parsed.success) found.push(parsed.data);
    else if (isObject(result))
      unreadable.push({ ...skippedItem(collection.kind, null, parsed.error), id });
    else missing.push({ id, code: 'UnexpectedAnswer', outage: null, failure: 'UnexpectedAnswer' });
  }
  return { found, unreadable, missing };
}

/** @throws ProvostError for an object of which Microsoft does not say that there is none, an outage first */
export function refuseUnlessFound(missing: readonly MissingItem[]): void {
  const outage = missing.find((item) => item.outage !== null)?.outage;
  if (outage) throw new ProvostError(outage.type, undefined, { retryAfter: outage.retryAfter });
  const refused = missing.find(({ failure }) => failure !== undefined);
  if (refused?.failure)
    throw new ProvostError(refused.failure, undefined, { details: { code: refused.code } });
}

const outageOf = ({ type, retryAfter }: ProvostError): MissingItem['outage'] =>
  isOutage(type) ? { type, retryAfter } : null;

/** Something in between may answer in Graph's place, with no object at all. */
const isObject = ({ json }: MicrosoftAnswer): boolean => typeof json === 'object' && json !== null;

/** @throws ProvostError if the access is lost, or all of several objects fail as a whole tenant does */
function refuseCommon(results: readonly (MicrosoftAnswer | ProvostError)[]): void {
  const failures = results.filter((result) => result instanceof ProvostError);
  const lost = failures.find(({ type }) => isLostAccess(type));
  if (lost) throw lost;
  const common = failures.filter(({ type }) => isOutage(type));
  if (common[0] && results.length > 1 && common.length === results.length) throw common[0];
}
