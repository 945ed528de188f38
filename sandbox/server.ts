/** The complete sandbox: Entra, Graph, Exchange and the control API for a few tenants. */
import type { AddressInfo } from 'node:net';
import { serve } from '@hono/node-server';
import type { ServerType } from '@hono/node-server';
import { Hono } from 'hono';
import { createControlRoutes } from './control/routes.ts';
import { openState } from './control/state.ts';
import type { Directory } from './directory/directory.ts';
import { createEntra, createEntraRoutes } from './entra/routes.ts';
import { servicePrincipalsOf } from './entra/service-principals.ts';
import { createVerifier } from './entra/verifier.ts';
import { createExchangeRoutes } from './exchange/routes.ts';
import { createGraphRoutes } from './graph/routes.ts';
import type { AppRegistration, Tenant } from './model.ts';
import { DEFAULT_REGISTRATIONS } from './registrations.ts';
import type { Sites } from './sites/sites.ts';
import { createSentMails, type SentMails } from './smtp/mailbox.ts';
import { listenSmtp } from './smtp/server.ts';
import { createTenants } from './tenant-holders.ts';
import type { TenantOptions } from './tenant-holders.ts';

export interface SandboxOptions extends TenantOptions {
  readonly registrations?: readonly AppRegistration[];
  /** Keeps consents, signing key and faults across restarts. Cannot be combined with a fleet. */
  readonly stateFile?: string;
  /** The origin that clients use, if it differs from the one in the request URL. */
  readonly origin?: string;
}

export interface TenantWithDirectory {
  readonly tenant: Tenant;
  readonly directory: Directory;
  readonly sites: Sites;
}

export interface Sandbox {
  readonly app: Hono;
  readonly tenants: readonly Tenant[];
  /** Looks up a tenant by id. A reset replaces directory and sites, so do not hold on to them. */
  readonly tenantOf: (tenantId: string) => TenantWithDirectory | undefined;
  /** What was sent to the mail server, which only a sandbox that listens has. */
  readonly mails: SentMails;
  /** Writes the state file, if one is configured. */
  readonly close: () => void;
}

/** A sandbox without a port; call it through `app.request()`. @throws Error if the state file is unusable */
export function createSandbox(options: SandboxOptions = {}): Sandbox {
  const { registrations = DEFAULT_REGISTRATIONS, origin, fleet = 0, stateFile } = options;
  if (fleet > 0 && stateFile !== undefined)
    throw new Error('A fleet cannot be combined with a state file. Omit one of them.');
  const holders = createTenants(options);
  const tenants = [...holders.values()].map(({ tenant }) => tenant);
  const { signingKey, ledger, save } = openState(stateFile, tenants);
  const entra = createEntra({ tenants, registrations, signingKey, ledger, origin });
  const verify = createVerifier(entra);
  const tenantOf = (tenantId: string) => holders.get(tenantId);

  const mails = createSentMails();
  const reset = () => {
    mails.reset();
    for (const holder of holders.values()) holder.reset();
    entra.sessions.clear();
    ledger.reset();
  };
  const control = { tenants, registrations, ledger, origin, tenantOf, mails, changed: save, reset };

  const app = new Hono()
    .route('/_sandbox', createControlRoutes(control))
    .route(
      '/v1.0',
      createGraphRoutes({
        tenantOf,
        verify,
        servicePrincipalsOf: (tenant) => servicePrincipalsOf(tenant, registrations, ledger),
      }),
    )
    .route('/EWS', createExchangeRoutes({ tenantOf, verify }))
    .route('/', createEntraRoutes(entra));
  return { app, tenants, tenantOf, mails, close: save };
}

export interface ListenOptions extends SandboxOptions {
  /** 0 picks a free port. */
  readonly port: number;
  /** Of the mail server; any free port by default. */
  readonly smtpPort?: number;
  /** A loopback address, 127.0.0.1 by default. */
  readonly host?: string;
}

export interface ListeningSandbox {
  readonly origin: string;
  readonly port: number;
  /** Of the mail server. */
  readonly smtpPort: number;
  readonly tenants: readonly Tenant[];
  /** Saves the state, closes open connections and releases the port. */
  readonly close: () => Promise<void>;
}

const LOOPBACK_HOSTS = ['127.0.0.1', 'localhost', '::1'];

const readableError = (error: unknown, port: number): unknown =>
  error instanceof Error && 'code' in error && error.code === 'EADDRINUSE'
    ? new Error(`Port ${port} is already in use. Choose another port for the sandbox.`, {
        cause: error,
      })
    : error;

function bind({ app }: Sandbox, port: number, hostname: string) {
  return new Promise<{ server: ServerType; port: number }>((resolve, reject) => {
    const server = serve({ fetch: app.fetch, port, hostname }, (address: AddressInfo) =>
      resolve({ server, port: address.port }),
    );
    server.once('error', (error) => reject(readableError(error, port)));
  });
}

/** Starts a sandbox. @throws Error with a readable message if it cannot listen or read its state */
export async function listenSandbox(options: ListenOptions): Promise<ListeningSandbox> {
  const { host = '127.0.0.1' } = options;
  if (!LOOPBACK_HOSTS.includes(host))
    throw new Error(`The sandbox is not secured, so it listens on loopback only, not on ${host}.`);
  const sandbox = createSandbox(options);
  const smtp = await listenSmtp(sandbox.mails, { port: options.smtpPort ?? 0, host });
  const { server, port } = await bind(sandbox, options.port, host).catch(async (error: unknown) => {
    await smtp.close();
    throw error;
  });
  const close = async () => {
    await smtp.close();
    await new Promise<void>((resolve, reject) => {
      sandbox.close();
      server.close((error) => (error ? reject(error) : resolve()));
      if ('closeAllConnections' in server) server.closeAllConnections();
    });
  };
  const origin = options.origin ?? `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
  return { origin, port, smtpPort: smtp.port, tenants: sandbox.tenants, close };
}
