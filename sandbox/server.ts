/** A sandbox put together: Entra, Graph, Exchange and the control API over a few tenants. */
import type { AddressInfo } from 'node:net';
import { serve } from '@hono/node-server';
import type { ServerType } from '@hono/node-server';
import { Hono } from 'hono';
import { createControlRoutes } from './control/routes.ts';
import { openState } from './control/state.ts';
import type { Directory } from './directory/directory.ts';
import { createEntra, createEntraRoutes } from './entra/routes.ts';
import { createVerifier } from './entra/verifier.ts';
import { createExchangeRoutes } from './exchange/routes.ts';
import { createGraphRoutes } from './graph/routes.ts';
import type { AppRegistration, Tenant } from './model.ts';
import { DEFAULT_REGISTRATIONS } from './registrations.ts';
import { createTenants } from './tenant-holders.ts';
import type { TenantOptions } from './tenant-holders.ts';

export interface SandboxOptions extends TenantOptions {
  readonly registrations?: readonly AppRegistration[];
  /** Keeps consents, signing key and faults over a restart; not with a fleet. */
  readonly stateFile?: string;
  /** Where clients reach the sandbox, when that is not the address that requests name. */
  readonly origin?: string;
}

export interface TenantWithDirectory {
  readonly tenant: Tenant;
  readonly directory: Directory;
}

export interface Sandbox {
  readonly app: Hono;
  readonly tenants: readonly Tenant[];
  /** By tenant id. The directory is another one after a reset. */
  readonly tenantOf: (tenantId: string) => TenantWithDirectory | undefined;
  /** Saves the state. */
  readonly close: () => void;
}

/** A sandbox that listens nowhere; `app.request()` reaches it. @throws Error when the state file cannot be used. */
export function createSandbox(options: SandboxOptions = {}): Sandbox {
  const { registrations = DEFAULT_REGISTRATIONS, origin, fleet = 0, stateFile } = options;
  if (fleet > 0 && stateFile !== undefined)
    throw new Error('A fleet of tenants keeps no state. Leave out the fleet or the state file.');
  const holders = createTenants(options);
  const tenants = [...holders.values()].map(({ tenant }) => tenant);
  const { signingKey, ledger, save } = openState(stateFile, tenants);
  const entra = createEntra({ tenants, registrations, signingKey, ledger, origin });
  const verify = createVerifier(entra);
  const tenantOf = (tenantId: string) => holders.get(tenantId);

  const reset = () => {
    for (const holder of holders.values()) holder.reset();
    entra.sessions.clear();
    ledger.reset();
  };
  const control = { tenants, registrations, ledger, origin, tenantOf, changed: save, reset };

  const app = new Hono()
    .route('/_sandbox', createControlRoutes(control))
    .route('/v1.0', createGraphRoutes({ tenantOf, verify }))
    .route('/EWS', createExchangeRoutes({ tenantOf, verify }))
    .route('/', createEntraRoutes(entra));
  return { app, tenants, tenantOf, close: save };
}

export interface ListenOptions extends SandboxOptions {
  /** 0 for any free one. */
  readonly port: number;
  /** A loopback address; 127.0.0.1 by default. */
  readonly host?: string;
}

export interface ListeningSandbox {
  readonly origin: string;
  readonly port: number;
  readonly tenants: readonly Tenant[];
  /** Saves the state, ends open connections and frees the port. */
  readonly close: () => Promise<void>;
}

const LOOPBACK_HOSTS = ['127.0.0.1', 'localhost', '::1'];

const sentenceFor = (error: unknown, port: number): unknown =>
  error instanceof Error && 'code' in error && error.code === 'EADDRINUSE'
    ? new Error(`Port ${port} is taken. Choose another one for the sandbox.`, { cause: error })
    : error;

function bind({ app }: Sandbox, port: number, hostname: string) {
  return new Promise<{ server: ServerType; port: number }>((resolve, reject) => {
    const server = serve({ fetch: app.fetch, port, hostname }, (address: AddressInfo) =>
      resolve({ server, port: address.port }),
    );
    server.once('error', (error) => reject(sentenceFor(error, port)));
  });
}

/** Starts a sandbox. @throws Error with a sentence for people when it cannot listen or read its state. */
export async function listenSandbox(options: ListenOptions): Promise<ListeningSandbox> {
  const { host = '127.0.0.1' } = options;
  if (!LOOPBACK_HOSTS.includes(host))
    throw new Error(`The sandbox has no protection and listens on loopback only, not on ${host}.`);
  const sandbox = createSandbox(options);
  const { server, port } = await bind(sandbox, options.port, host);
  const close = () =>
    new Promise<void>((resolve, reject) => {
      sandbox.close();
      server.close((error) => (error ? reject(error) : resolve()));
      if ('closeAllConnections' in server) server.closeAllConnections();
    });
  const origin = options.origin ?? `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
  return { origin, port, tenants: sandbox.tenants, close };
}
