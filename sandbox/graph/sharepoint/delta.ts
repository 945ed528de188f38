/** `/sites/delta`: first all sites, then the changes since. Its tokens are in `token`. */
import { z } from 'zod';
import { consumeFault } from '../../counted-faults.ts';
import type { Sites } from '../../sites/sites.ts';
import { GRAPH, json, refuseOptions } from '../call.ts';
import type { GraphAnswer, GraphCall } from '../call.ts';
import { GraphError } from '../errors.ts';
import { isDeltaTokenExpired } from '../faults.ts';
import { openToken, sealToken } from '../page-tokens.ts';
import { siteJson, siteProperties } from './entities.ts';
import { invalidRequest } from './errors.ts';
import { sitePageSize } from './pages.ts';

const LIFETIME_MS = 30 * 24 * 60 * 60 * 1000;
const UNSUPPORTED = ['$skip', '$orderby', '$expand', '$filter', '$search', '$count', '$skiptoken'];

/** The content of tokens, in next links and delta links alike. */
const stateSchema = z.object({
  select: z.array(z.string()).nullable(),
  size: z.int(),
  /** Changes before this sequence number have been reported. */
  since: z.int(),
  fingerprint: z.int(),
  /** The next position of the enumeration; null once it is complete. */
  position: z.int().nullable(),
  issuedAt: z.number(),
});
type State = z.infer<typeof stateSchema>;

const scopeOf = ({ tenant }: GraphCall) => `${tenant.id}/sites/delta`;

const sealed = (call: GraphCall, state: State): string => {
  const fingerprint = call.sites.changes.fingerprintAt(state.since) ?? 0;
  return sealToken(scopeOf(call), { ...state, fingerprint, issuedAt: Date.now() });
};

const linkTo = (token: string) => `${GRAPH}/sites/delta?token=${token}`;

const startOf = (call: GraphCall, select: string[] | null, size: number): State => ({
  select,
  size,
  since: call.sites.changes.length,
  fingerprint: 0,
  position: 0,
  issuedAt: 0,
});

/** The `Location` is a next link that starts from the beginning. */
function resyncError(call: GraphCall, { select, size }: State): GraphError {
  return new GraphError(
    410,
    call.tenant.faults.siteResync,
    'Resync required. Replace any local items with the version returned by the service.',
    { Location: linkTo(sealed(call, startOf(call, select, size))) },
  );
}

function openState(call: GraphCall, token: string): State {
  const state = openToken(stateSchema, scopeOf(call), token);
  if (state === null) throw invalidRequest('The provided token is malformed.');
  const isOld = Date.now() - state.issuedAt > LIFETIME_MS;
  const isKnown = call.sites.changes.fingerprintAt(state.since) === state.fingerprint;
  if (isOld || !isKnown || isDeltaTokenExpired(call.tenant, 'sites'))
    throw resyncError(call, state);
  return state;
}

function stateOf(call: GraphCall): State {
  if (call.query.has('$deltatoken'))
    throw invalidRequest("Parameter 'DeltaToken' not supported for this request.");
  const token = call.query.get('token');
  const start = startOf(call, siteProperties(call)?.slice() ?? null, sitePageSize(call));
  if (token === 'latest') return { ...start, position: null };
  return token === null || token === '' ? start : openState(call, token);
}

interface Page {
  readonly entries: readonly object[];
  readonly done: boolean;
  readonly state: Pick<State, 'since' | 'position'>;
}

/** The id is always there. */
const withId = (select: readonly string[] | null) => select && [...new Set(['id', ...select])];

function enumerate(sites: Sites, { since, select, size }: State, start: number): Page {
  const entries: object[] = [];
  for (let position = start; position < sites.end; position += 1) {
    const site = sites.at(position);
    if (site === undefined) continue;
    if (entries.length === size) return { entries, done: false, state: { since, position } };
    entries.push(siteJson(site, withId(select), 'title'));
  }
  return { entries, done: true, state: { since, position: null } };
}

/** A removed site is told by the `deleted` facet, not by `@removed`. */
function entryOf(sites: Sites, position: number, select: readonly string[] | null): object {
  const site = sites.everAt(position);
  const state = sites.removalAt(position);
  if (state === undefined) return siteJson(site, withId(select), 'title');
  return { ...siteJson(site, ['id', 'name'], 'title'), deleted: { state } };
}

function changed(sites: Sites, { since, select, size }: State): Page {
  const positions = new Set<number>();
  let sequence = since;
  for (; sequence < sites.changes.length && positions.size < size; sequence += 1) {
    const change = sites.changes.at(sequence);
    if (change?.of === 'site') positions.add(change.position);
  }
  return {
    entries: [...positions].map((position) => entryOf(sites, position, select)),
    done: sequence >= sites.changes.length,
    state: { since: sequence, position: null },
  };
}

export function siteDelta(call: GraphCall): GraphAnswer {
  refuseOptions(call, UNSUPPORTED);
  const { sites, tenant } = call;
  const state = stateOf(call);
  const page =
    state.position === null ? changed(sites, state) : enumerate(sites, state, state.position);
  const repeated = !page.done && consumeFault(tenant, 'repeatPage', call.target);
  const link = linkTo(sealed(call, { ...state, ...(!repeated && page.state) }));
  return json(
    JSON.stringify({
      '@odata.context': `${GRAPH}/$metadata#Collection(site)`,
      [page.done ? '@odata.deltaLink' : '@odata.nextLink']: link,
      value: page.entries,
    }),
  );
}
