import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import type { Tenant } from './model.ts';
import { DEFAULT_REGISTRATIONS } from './registrations.ts';
import { createSandbox, listenSandbox } from './server.ts';

const clientId = DEFAULT_REGISTRATIONS[1]?.clientId ?? '';

describe('a state file', () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'provost-sandbox-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));
  const open = () => createSandbox({ users: 30, stateFile: join(folder, 'deep', 'sandbox.json') });
  type Opened = ReturnType<typeof open>;

  const control = ({ app, tenants }: Opened, method: string, path: string, body?: object) =>
    app.request(`/_sandbox/tenants/${tenants[0]?.id}${path}`, {
      method,
      body: body === undefined ? undefined : JSON.stringify(body),
    });
  const token = ({ app, tenants }: Opened) =>
    app.request(`/${tenants[0]?.id}/oauth2/v2.0/token`, {
      method: 'POST',
      body: new URLSearchParams({
        grant_type: 'client_credentials',
        client_id: clientId,
        client_secret: 'sandbox-graph-secret',
        scope: 'https://graph.microsoft.com/.default',
      }),
    });
  const keys = async ({ app }: Opened) => (await app.request('/common/discovery/v2.0/keys')).json();

  test('keeps grants, service principals, faults and the signing key', async () => {
    const first = open();
    await control(first, 'POST', '/grants', { clientId, roles: ['User.Read.All'] });
    await control(first, 'PATCH', '/faults', { latencyMs: 3, withholdRoles: ['Mail.ReadWrite'] });

    const second = open();
    expect(second.tenants[0]?.grants).toEqual(first.tenants[0]?.grants);
    expect(second.tenants[0]?.grants).toHaveLength(1);
    expect(second.tenants[0]?.faults).toEqual(first.tenants[0]?.faults);
    expect(second.tenants[0]?.faults.latencyMs).toBe(3);
    expect(await keys(second)).toEqual(await keys(first));
    expect((await token(second)).status).toBe(200);
  });

  test('is cleared by a reset', async () => {
    const first = open();
    await control(first, 'POST', '/grants', { clientId, roles: ['User.Read.All'] });
    await first.app.request('/_sandbox/reset', { method: 'POST' });
    const second = open();
    expect(second.tenants[0]?.grants).toEqual([]);
    expect((await token(second)).status).toBe(401);
  });

  test('is readable by its owner only, and no temporary file remains', () => {
    open();
    const deep = join(folder, 'deep');
    expect(readdirSync(deep)).toEqual(['sandbox.json']);
    expect(statSync(join(deep, 'sandbox.json')).mode & 0o777).toBe(0o600);
  });

  test('with other content is rejected and not overwritten', () => {
    const stateFile = join(folder, 'other.json');
    writeFileSync(stateFile, '{"hello": 1}');
    expect(() => createSandbox({ stateFile })).toThrow(/is not a state file of this sandbox/);
    expect(readFileSync(stateFile, 'utf8')).toBe('{"hello": 1}');
  });
});

describe('listening', () => {
  test('responds at the origin in its discovery document', async () => {
    const { origin, close } = await listenSandbox({ port: 0, users: 30 });
    const response = await fetch(`${origin}/organizations/v2.0/.well-known/openid-configuration`);
    expect(await response.json()).toMatchObject({
      token_endpoint: `${origin}/organizations/oauth2/v2.0/token`,
    });
    await close();
    await expect(fetch(origin)).rejects.toThrow('fetch failed');
  });

  test('reports that a port is in use', async () => {
    const taken = createServer();
    const port = await new Promise<number>((ready) => {
      taken.listen(0, '127.0.0.1', () => {
        const address = taken.address();
        ready(typeof address === 'object' ? (address?.port ?? 0) : 0);
      });
    });
    await expect(listenSandbox({ port, users: 30 })).rejects.toThrow(
      `Port ${port} is already in use`,
    );
    await new Promise((closed) => taken.close(closed));
  });

  test('rejects a host other than loopback', async () => {
    await expect(listenSandbox({ port: 0, host: '0.0.0.0' })).rejects.toThrow(/loopback only/);
  });
});

test('a consent in Entra gives access to Exchange, except in a tenant that blocks EWS', async () => {
  const { app, tenants } = createSandbox({ users: 30 });
  const [exchangeClient] = DEFAULT_REGISTRATIONS;
  const soap = `<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/" xmlns:t="http://schemas.microsoft.com/exchange/services/2006/types" xmlns:m="http://schemas.microsoft.com/exchange/services/2006/messages">
    <s:Header><t:ExchangeImpersonation><t:ConnectingSID><t:PrincipalName>admin@DOMAIN</t:PrincipalName></t:ConnectingSID></t:ExchangeImpersonation></s:Header>
    <s:Body><m:GetFolder><m:FolderShape><t:BaseShape>Default</t:BaseShape></m:FolderShape><m:FolderIds><t:DistinguishedFolderId Id="inbox"/></m:FolderIds></m:GetFolder></s:Body>
  </s:Envelope>`;
  const statusIn = async ({ id, defaultDomain }: Tenant): Promise<number> => {
    await app.request(`/_sandbox/tenants/${id}/grants`, {
      method: 'POST',
      body: JSON.stringify({ clientId: exchangeClient?.clientId, roles: ['full_access_as_app'] }),
    });
    const answer = await app.request(`/${id}/oauth2/v2.0/token`, {
      method: 'POST',
      body: new URLSearchParams({
        grant_type: 'client_credentials',
        client_id: exchangeClient?.clientId ?? '',
        client_secret: 'sandbox-exchange-secret',
        scope: 'https://outlook.office365.com/.default',
      }),
    });
    const { access_token } = z.object({ access_token: z.string() }).parse(await answer.json());
    const response = await app.request('/EWS/Exchange.asmx', {
      method: 'POST',
      headers: {
        authorization: `Bearer ${access_token}`,
        'x-anchormailbox': `admin@${defaultDomain}`,
        'content-type': 'text/xml',
      },
      body: soap.replace('DOMAIN', defaultDomain),
    });
    return response.status;
  };
  expect(await Promise.all(tenants.map(statusIn))).toEqual([200, 200, 403]);
});

test('the size option applies to Contoso only', () => {
  const { tenants, tenantOf } = createSandbox({ users: 30 });
  expect(tenants.map(({ displayName }) => displayName)).toEqual([
    'Contoso',
    'Fabrikam',
    'Northwind',
  ]);
  for (const { id } of tenants) expect(tenantOf(id)?.tenant.id).toBe(id);
  expect(tenantOf('nowhere')).toBeUndefined();
});
