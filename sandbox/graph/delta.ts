/** `/users/delta` and `/groups/delta`: first all objects, then the changes since. */
import type { Directory } from '../directory/directory.ts';
import { GRAPH, json, refuseOptions } from './call.ts';
import type { GraphAnswer, GraphCall } from './call.ts';
import { writeChanged } from './delta-changes.ts';
import { writeEnumerated } from './delta-enumeration.ts';
import { stateSchema } from './delta-round.ts';
import type { DeltaState, Round } from './delta-round.ts';
import { requireProperties, selectedNames } from './entities.ts';
import { expiredPageToken, GraphError, invalidQuery, unsupportedQuery } from './errors.ts';
import { consumeFault } from '../counted-faults.ts';
import { applyPageTokenExpiry, isDeltaTokenExpired } from './faults.ts';
import { parseFilter } from './filter.ts';
import type { Filter } from './filter.ts';
import { JsonOutput } from './json-output.ts';
import { openToken, sealToken } from './page-tokens.ts';
import type { Listing } from './selection.ts';

const MOST_OBJECTS = 200;
const LIFETIME_MS = 7 * 24 * 60 * 60 * 1000;
const UNSUPPORTED = ['$top', '$orderby', '$expand', '$skip', '$search', '$count'];

const stateAt = (
  directory: Directory,
  select: string[] | null,
  ids: string[] | null,
): DeltaState => ({
  select,
  ids,
  since: directory.changes.length,
  fingerprint: 0,
  enumeration: { position: 0, offset: 0 },
  issuedAt: 0,
});

const RESETS = {
  gone: [410, 'Gone'],
  syncStateNotFound: [400, 'syncStateNotFound'],
  resyncRequired: [400, 'resyncRequired'],
} as const;

function resetError(call: GraphCall, select: string[] | null): GraphError {
  const [status, code] = RESETS[call.tenant.faults.deltaTokenFailure];
  const query = select ? `$select=${encodeURIComponent(select.join(','))}&` : '';
  const Location = `${GRAPH}${call.path}?${query}$deltatoken=`;
  return new GraphError(
    status,
    code,
    'The state of this synchronization is no longer kept. Start it again.',
    status === 410 ? { Location } : {},
  );
}

const isKnown = ({ changes }: Directory, { since, fingerprint }: DeltaState) =>
  changes.fingerprintAt(since) === fingerprint;

/** Tokens are valid for one tenant and one kind of object. */
const scopeOf = ({ tenant }: GraphCall, set: string) => `${tenant.id}/${set}/delta`;

function openDeltaToken(call: GraphCall, set: string, token: string): DeltaState {
  const state = openToken(stateSchema, scopeOf(call, set), token);
  if (state === null) throw invalidQuery('Badly formed token.');
  const isOld = Date.now() - state.issuedAt > LIFETIME_MS;
  if (isOld || !isKnown(call.directory, state) || isDeltaTokenExpired(call.tenant, set))
    throw resetError(call, state.select);
  return state;
}

function openPageToken(call: GraphCall, set: string, token: string): DeltaState {
  applyPageTokenExpiry(call.tenant);
  const state = openToken(stateSchema, scopeOf(call, set), token);
  if (state === null) throw expiredPageToken();
  if (!isKnown(call.directory, state)) throw resetError(call, state.select);
  return state;
}

const MOST_FILTERED = 50;

function idsIn(filter: Filter): string[] | null {
  if (filter.kind === 'or') {
    const [left, right] = [idsIn(filter.left), idsIn(filter.right)];
    return left && right && [...left, ...right];
  }
  const isId = filter.kind === 'compare' && filter.property === 'id' && filter.operator === 'eq';
  return isId ? filter.values.map(String) : null;
}

/** A delta query can be restricted to objects: `id eq '…' or id eq '…'`. @throws GraphError 400 for other filters */
function filteredIds({ query }: GraphCall): string[] | null {
  const source = query.get('$filter');
  if (source === null) return null;
  const ids = idsIn(parseFilter(source));
  if (ids === null || ids.length > MOST_FILTERED)
    throw unsupportedQuery(
      `A delta query is filtered by at most ${MOST_FILTERED} ids, each compared with eq.`,
    );
  return ids;
}

function stateOf(call: GraphCall, set: string): DeltaState {
  const [skipToken, deltaToken] = [call.query.get('$skiptoken'), call.query.get('$deltatoken')];
  if (skipToken !== null) return openPageToken(call, set, skipToken);
  const initial = stateAt(call.directory, selectedNames(call), filteredIds(call));
  if (deltaToken === 'latest') return { ...initial, enumeration: null };
  return deltaToken ? openDeltaToken(call, set, deltaToken) : initial;
}

function roundOf<T>(listing: Listing<T>, call: GraphCall, state: DeltaState): Round<T> {
  const { type } = listing;
  const { select, ids } = state;
  const { directory, tenant, preferences } = call;
  const hasMembers = type.name === 'group';
  const wanted = select?.filter((name) => !(hasMembers && name === 'members'));
  requireProperties(type.name, wanted ?? []);
  const positions = ids?.map((id) => listing.collection(directory).positionOf(id) ?? -1);
  return {
    listing,
    directory,
    names: [...new Set([...(wanted ?? type.defaults), 'id'])],
    selective: select !== null,
    minimal: preferences.minimal,
    only: positions ? new Set(positions) : null,
    withMembers: hasMembers && (select === null || select.includes('members')),
    mostObjects: Math.min(MOST_OBJECTS, tenant.faults.maxPageSize),
    output: new JsonOutput(),
  };
}

/** A page of a round. The token contains the whole state, so the server keeps none. */
export function delta<T>(listing: Listing<T>, call: GraphCall): GraphAnswer {
  refuseOptions(call, UNSUPPORTED);
  const { directory, tenant, path } = call;
  const { set } = listing.type;
  const state = stateOf(call, set);
  const round = roundOf(listing, call, state);
  const page = state.enumeration
    ? writeEnumerated(round, state.since, state.enumeration)
    : writeChanged(round, state.since);
  const repeated = !page.done && consumeFault(tenant, 'repeatPage', call.target);
  const following = { ...state, ...(!repeated && page.state) };
  const fingerprint = directory.changes.fingerprintAt(following.since) ?? 0;
  const token = sealToken(scopeOf(call, set), { ...following, fingerprint, issuedAt: Date.now() });
  const link = page.done
    ? `"@odata.deltaLink":"${GRAPH}${path}?$deltatoken=${token}"`
    : `"@odata.nextLink":"${GRAPH}${path}?$skiptoken=${token}"`;
  const context = JSON.stringify(`${GRAPH}/$metadata#${set}`);
  round.output.ascii(']}');
  const applied: Record<string, string> = round.minimal
    ? { 'Preference-Applied': 'return=minimal' }
    : {};
  return json(round.output.finish(`{"@odata.context":${context},${link},"value":[`), 200, applied);
}
