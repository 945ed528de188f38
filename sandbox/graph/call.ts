/** A parsed Graph request, single or as a batch item. */
import type { Directory } from '../directory/directory.ts';
import type { AppToken, Tenant } from '../model.ts';
import type { Sites } from '../sites/sites.ts';
import { badRequest, invalidQuery } from './errors.ts';
import type { RequestIds } from './errors.ts';
import type { Preferences } from './preferences.ts';
import type { ServicePrincipal } from './service-principal.ts';

/** The base of all links in responses, independent of the sandbox's address. */
export const GRAPH = 'https://graph.microsoft.com/v1.0';

export interface GraphTarget {
  /** Decoded path segments; `users('x')` becomes `users`, `x`. */
  readonly segments: readonly string[];
  /** The path as received. */
  readonly path: string;
  readonly query: URLSearchParams;
}

export interface GraphCall extends GraphTarget {
  readonly method: string;
  /** Path and query below the version, as received. */
  readonly target: string;
  /** Whether `ConsistencyLevel: eventual` was sent. */
  readonly eventual: boolean;
  readonly preferences: Preferences;
  readonly body: string;
  readonly tenant: Tenant;
  readonly directory: Directory;
  readonly sites: Sites;
  /** Empty if there was none. SharePoint throttles by it. */
  readonly userAgent: string;
  servicePrincipals(): readonly ServicePrincipal[];
  readonly token: AppToken;
  readonly ids: RequestIds;
}

export interface GraphAnswer {
  readonly status: number;
  /** Text, or UTF-8 bytes. */
  readonly body: string | Uint8Array<ArrayBuffer>;
  readonly headers: Readonly<Record<string, string>>;
}

const JSON_TYPE =
  'application/json;odata.metadata=minimal;odata.streaming=true;IEEE754Compatible=false;charset=utf-8';

/** @param body JSON */
export const json = (
  body: string | Uint8Array<ArrayBuffer>,
  status = 200,
  headers: Readonly<Record<string, string>> = {},
): GraphAnswer => ({ status, body, headers: { 'Content-Type': JSON_TYPE, ...headers } });

export const text = (body: string): GraphAnswer => ({
  status: 200,
  body,
  headers: { 'Content-Type': 'text/plain' },
});

/** 204, after a deletion. */
export const noContent = (): GraphAnswer => ({ status: 204, body: '', headers: {} });

/** `servicePrincipals(appId='…')` */
const ALTERNATE_KEY_SYNTAX = /^(\w+)\((\w+)='([^']*)'\)$/;
const KEY_SYNTAX = /^(\w+)\('((?:[^']|'')*)'\)$/;

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    throw badRequest('The path of the request is not encoded as a URL.');
  }
}

/** A type or an operation that is qualified by its namespace. SDKs shorten `microsoft.graph` to `graph`. */
const QUALIFIED = /^(?:microsoft\.)?graph\.(\w+)$/i;

/** Functions and actions, which may be qualified. Other qualified names are casts to a type. */
const BOUND_OPERATIONS = ['delta', 'move', 'copy', 'getallsites', 'getbyids', 'permanentdelete'];

function canonical(segment: string): string {
  const bare = segment.replace(/\(\)$/, '');
  const [, name] = QUALIFIED.exec(bare) ?? [];
  if (name === undefined) return bare;
  return BOUND_OPERATIONS.includes(name.toLowerCase()) ? name : `microsoft.graph.${name}`;
}

function splitSegment(segment: string): string[] {
  const [, name, key] = KEY_SYNTAX.exec(segment) ?? [];
  if (name !== undefined && key !== undefined) return [name, key.replaceAll("''", "'")];
  const [, set, property, value] = ALTERNATE_KEY_SYNTAX.exec(segment) ?? [];
  if (set !== undefined) return [set, `${property}=${value}`];
  return [canonical(segment)];
}

const OPERATIONS = ['$count', '$batch', '$ref', '$value'];

/** Rejects a name that starts with `$`, because Graph takes it for a query option. In parentheses it is allowed. */
function refuseDollar(segment: string): void {
  if (segment.startsWith('$') && !OPERATIONS.includes(segment))
    throw badRequest(`The segment '${segment}' of the request path is not valid.`);
}

/**
 * A site by its path is one segment, `contoso.sharepoint.example:/sites/finance`: from the host with
 * a colon to the next colon or the end.
 */
function joinSitePath(segments: readonly string[]): readonly string[] {
  const [set = '', host = '', ...rest] = segments;
  if (set.toLowerCase() !== 'sites' || !host.endsWith(':')) return segments;
  const last = rest.findIndex((segment) => segment.endsWith(':'));
  const path = last === -1 ? rest : rest.slice(0, last + 1);
  const address = `${host}/${path.join('/')}`.replace(/:$/, '');
  return [set, address, ...rest.slice(path.length)];
}

/** @param relative path and query below the version. @throws GraphError 400 */
export function parseTarget(relative: string): GraphTarget {
  const [path = '', ...query] = (relative.split('#', 1)[0] ?? '').split('?');
  const segments = joinSitePath(path.split('/').filter(Boolean).map(decode));
  segments.forEach(refuseDollar);
  return {
    segments: segments.flatMap(splitSegment),
    path,
    query: new URLSearchParams(query.join('?')),
  };
}

/** The system query options of OData that Graph knows. */
const QUERY_OPTIONS = [
  '$count',
  '$deltatoken',
  '$expand',
  '$filter',
  '$format',
  '$orderby',
  '$search',
  '$select',
  '$skip',
  '$skiptoken',
  '$top',
];

/** @throws GraphError 400 for an option that does not exist. Options without `$` are ignored, as in Graph. */
export function refuseUnknownOptions({ query }: GraphTarget): void {
  const unknown = [...query.keys()].find(
    (name) => name.startsWith('$') && !QUERY_OPTIONS.includes(name.toLowerCase()),
  );
  if (unknown !== undefined)
    throw invalidQuery(`The query parameter '${unknown}' is not supported.`);
}

/** A link to the same query with one query option set. */
export function linkWith({ path, query }: GraphTarget, name: string, token: string): string {
  const pairs = [...query]
    .filter(([option]) => option !== name)
    .map(([option, value]) => `${option}=${encodeURIComponent(value)}`);
  return `${GRAPH}${path}?${[...pairs, `${name}=${encodeURIComponent(token)}`].join('&')}`;
}

/** @throws GraphError 400 if the query contains one of the options */
export function refuseOptions({ query }: GraphTarget, options: readonly string[]): void {
  const refused = options.find((option) => query.has(option));
  if (refused !== undefined)
    throw invalidQuery(`Query option '${refused}' is not supported for this request.`);
}
