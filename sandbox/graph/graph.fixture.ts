/** Test support: Graph with one tenant and without Entra. The bearer token is the list of roles, or `none`. */
import type { AddressInfo } from 'node:net';
import { serve } from '@hono/node-server';
import { Client } from '@microsoft/microsoft-graph-client';
import type { Context, Middleware } from '@microsoft/microsoft-graph-client';
import { Hono } from 'hono';
import { z } from 'zod';
import { createDirectory } from '../directory/directory.ts';
import type { VerifyAppToken } from '../model.ts';
import { MICROSOFT_GRAPH } from '../registrations.ts';
import { createSites } from '../sites/sites.ts';
import { createTenant, tenantDefinitions } from '../tenants.ts';
import { createGraphRoutes } from './routes.ts';

const ALL_ROLES =
  'User.Read.All,GroupMember.Read.All,MailboxSettings.Read,Mail.ReadWrite,Application.Read.All,Sites.Read.All,Files.ReadWrite.All';
const GRAPH = 'https://graph.microsoft.com';

const errorSchema = z.object({ error: z.looseObject({ code: z.string(), message: z.string() }) });
const pageSchema = z.object({
  value: z.array(z.looseObject({ id: z.string() })),
  '@odata.nextLink': z.string().optional(),
  '@odata.deltaLink': z.string().optional(),
  '@odata.count': z.number().optional(),
});
export type Page = z.infer<typeof pageSchema>;

const verifyFor =
  (tenantId: string): VerifyAppToken =>
  (bearer, api) =>
    Promise.resolve(
      bearer === 'invalid' || api !== MICROSOFT_GRAPH
        ? null
        : {
            clientId: 'an-app',
            tenantId,
            roles: bearer.split(',').filter((role) => role !== 'none'),
          },
    );

export interface RequestOptions {
  readonly roles?: string;
  readonly eventual?: boolean;
  /** POST with a body, else GET. */
  readonly method?: string;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export function createTestGraph(users = 1000, siteCount?: number) {
  const definition = tenantDefinitions(users).find(({ isMain }) => isMain);
  if (!definition) throw new Error('There is no main tenant.');
  const tenant = createTenant(definition);
  const directory = createDirectory({
    seed: 1,
    users,
    domain: tenant.defaultDomain,
    tenantId: tenant.id,
    people: tenant.people,
  });
  const verify = verifyFor(tenant.id);
  const sites = createSites({
    seed: 1,
    tenantId: tenant.id,
    directory,
    people: tenant.people.length,
    sites: siteCount,
    multiGeo: true,
  });
  const tenantOf = (id: string) => (id === tenant.id ? { tenant, directory, sites } : undefined);
  const app = new Hono().route(
    '/v1.0',
    createGraphRoutes({ tenantOf, verify, servicePrincipalsOf: () => [] }),
  );

  /** @param target path below the version, or a link from an earlier response */
  function request(target: string, options: RequestOptions = {}) {
    const { roles = ALL_ROLES, eventual = false, body, headers } = options;
    const { method = body === undefined ? 'GET' : 'POST' } = options;
    const path = target.startsWith(GRAPH) ? target.slice(GRAPH.length) : `/v1.0${target}`;
    return app.request(`http://localhost${path}`, {
      method,
      body: typeof body === 'string' ? body : JSON.stringify(body),
      headers: {
        authorization: `Bearer ${roles}`,
        ...(eventual && { ConsistencyLevel: 'eventual' }),
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...headers,
      },
    });
  }

  async function page(target: string, options?: RequestOptions): Promise<Page> {
    const response = await request(target, options);
    if (response.status !== 200) throw new Error(`${response.status} ${await response.text()}`);
    return pageSchema.parse(await response.json());
  }

  /** All pages, first to last. */
  async function pages(target: string, options?: RequestOptions): Promise<Page[]> {
    const all = [await page(target, options)];
    for (let link = all[0]?.['@odata.nextLink']; link; link = all.at(-1)?.['@odata.nextLink'])
      all.push(await page(link, options));
    return all;
  }

  /** Status and error code of a failing request. */
  async function failure(target: string, options?: RequestOptions): Promise<[number, string]> {
    const response = await request(target, options);
    const { error } = errorSchema.parse(await response.json());
    return [response.status, error.code];
  }

  return { app, tenant, directory, sites, request, page, pages, failure };
}

class Transport implements Middleware {
  readonly #origin: string;

  constructor(origin: string) {
    this.#origin = origin;
  }

  async execute(context: Context): Promise<void> {
    const url = typeof context.request === 'string' ? context.request : context.request.url;
    const { method, body, headers } = context.options ?? {};
    const authorized = new Headers(headers);
    authorized.set('authorization', `Bearer ${ALL_ROLES}`);
    const target = this.#origin + url.slice(GRAPH.length);
    context.response = await fetch(target, {
      method: method ?? 'GET',
      body: typeof body === 'string' ? body : undefined,
      headers: authorized,
    });
  }
}

/** The test Graph on a port, with Microsoft's client. */
export async function listenTestGraph(users?: number) {
  const graph = createTestGraph(users);
  const { server, port } = await new Promise<{ server: ReturnType<typeof serve>; port: number }>(
    (resolve) => {
      const started = serve(
        { fetch: graph.app.fetch, port: 0, hostname: '127.0.0.1' },
        (address: AddressInfo) => resolve({ server: started, port: address.port }),
      );
    },
  );
  const origin = `http://127.0.0.1:${port}`;
  const client = Client.initWithMiddleware({ middleware: new Transport(origin) });
  const close = () => new Promise((resolve) => server.close(resolve));
  return { ...graph, origin, client, close };
}
