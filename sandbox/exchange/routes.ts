/** The sandbox's Exchange Web Services, mounted at `/EWS`. */
import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { Hono } from 'hono';
import type { Context } from 'hono';
import type { Directory } from '../directory/directory.ts';
import type { AppToken, Tenant, VerifyAppToken } from '../model.ts';
import { EXCHANGE_ONLINE } from '../registrations.ts';
import { findOwner, getFolders, NO_MAILBOX } from './folders.ts';
import { fault, parseGetFolder } from './soap.ts';

export interface ExchangeOptions {
  tenantOf(
    tenantId: string,
  ): { readonly tenant: Tenant; readonly directory: Directory } | undefined;
  readonly verify: VerifyAppToken;
}

interface EwsAnswer {
  readonly status: 200 | 400 | 401 | 403 | 500;
  /** XML; empty if Exchange rejects a request before reading it. */
  readonly body: string;
  readonly headers?: Readonly<Record<string, string>>;
}

const FULL_ACCESS = 'full_access_as_app';

const rejected = (status: 401 | 403, reason: string): EwsAnswer => ({
  status,
  body: '',
  headers: {
    'x-ms-diagnostics': `2000008;reason="${reason}";error_category="invalid_grant"`,
    ...(status === 401 && {
      'WWW-Authenticate': 'Bearer client_id="00000002-0000-0ff1-ce00-000000000000"',
    }),
  },
});

const faulty = (code: string, message: string): EwsAnswer => ({
  status: 500,
  body: fault(code, message),
});

const IMPERSONATION_DENIED = [
  'ErrorImpersonateUserDenied',
  'The account does not have permission to impersonate the requested user.',
] as const;

/** The rejection before the body is read, if any. Checks are in Exchange's order. */
function refusalOf(c: Context, { roles }: AppToken, { faults }: Tenant): EwsAnswer | null {
  if (roles.length === 0)
    return rejected(403, 'The token contains no permissions, or none that can be understood.');
  if (faults.ewsBlocked) return rejected(403, 'EWS is not enabled for this application.');
  // Other Exchange permissions pass authentication but do not allow impersonation.
  if (!roles.includes(FULL_ACCESS)) return faulty(...IMPERSONATION_DENIED);
  if (c.req.header('x-anchormailbox')) return null;
  return {
    status: 400,
    body: fault('ErrorInvalidRequest', 'The X-AnchorMailbox header is missing.'),
  };
}

function answerGetFolder(directory: Directory, xml: string): EwsAnswer {
  const request = parseGetFolder(xml);
  if (!request) return faulty('ErrorSchemaValidation', 'The request failed schema validation.');
  if (request.impersonated === null) return faulty(...IMPERSONATION_DENIED);
  const owner = findOwner(directory, request.impersonated);
  if (!owner) return faulty(...NO_MAILBOX);
  return { status: 200, body: getFolders(directory, owner, request.folders) };
}

/** `POST /Exchange.asmx`. The bearer token alone determines the tenant. */
export function createExchangeRoutes({ tenantOf, verify }: ExchangeOptions): Hono {
  async function answer(c: Context): Promise<EwsAnswer> {
    const [, bearer] = /^Bearer (\S+)$/i.exec(c.req.header('authorization') ?? '') ?? [];
    const token = bearer === undefined ? null : await verify(bearer, EXCHANGE_ONLINE);
    const found = token ? tenantOf(token.tenantId) : undefined;
    if (!token || !found) return rejected(401, 'The token is missing or invalid.');
    const { tenant, directory } = found;
    tenant.counters.ews += 1;
    if (tenant.faults.latencyMs > 0) await delay(tenant.faults.latencyMs);
    return refusalOf(c, token, tenant) ?? answerGetFolder(directory, await c.req.text());
  }

  return new Hono().post('/Exchange.asmx', async (c) => {
    const { status, body, headers } = await answer(c);
    return c.body(body, status, {
      ...(body !== '' && { 'Content-Type': 'text/xml; charset=utf-8' }),
      'request-id': randomUUID(),
      ...headers,
    });
  });
}
