/** The sandbox's Exchange Web Services, mounted at `/EWS`. */
import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { Hono } from 'hono';
import type { Context } from 'hono';
import type { Directory } from '../directory/directory.ts';
import { MailError } from '../mail/mail-error.ts';
import { mailboxOf } from '../mail/mailboxes.ts';
import type { Tenant, VerifyAppToken } from '../model.ts';
import { EXCHANGE_ONLINE } from '../registrations.ts';
import { findOwner, impersonate, NO_MAILBOX, refusalOf, refusedAnchor } from './access.ts';
import { consumeFault } from '../counted-faults.ts';
import { busy, type EwsAnswer, faulty, rejected, responseOf } from './answers.ts';
import { FOLDER_OPERATIONS } from './folder-operations.ts';
import { ITEM_OPERATIONS } from './item-operations.ts';
import { outcomeOf } from './operation.ts';
import { folderOf } from './references.ts';
import { parseRequest } from './soap.ts';

interface TenantWithDirectory {
  readonly tenant: Tenant;
  readonly directory: Directory;
}

export interface ExchangeOptions {
  tenantOf(tenantId: string): TenantWithDirectory | undefined;
  readonly verify: VerifyAppToken;
}

const OPERATIONS = [...FOLDER_OPERATIONS, ...ITEM_OPERATIONS];

const schemaError = (): EwsAnswer =>
  faulty('ErrorSchemaValidation', 'The request failed schema validation.', {
    LineNumber: '1',
    LinePosition: '1',
    Violation: 'The element is not valid against the schema of the sandbox.',
  });

const PATH = '/EWS/Exchange.asmx';

/** Counted faults whose `…PathContains` names EWS. All others are Graph's. */
function faultOf(tenant: Tenant): EwsAnswer | null {
  const { faults } = tenant;
  const isDue = (fault: 'throttle' | 'fail') =>
    faults[`${fault}PathContains`].includes('EWS') && consumeFault(tenant, fault, PATH);
  if (isDue('throttle')) {
    tenant.counters.throttled += 1;
    return busy(faults.retryAfterSeconds);
  }
  return isDue('fail') ? { status: faults.failStatus, body: '' } : null;
}

function answerOperation(found: TenantWithDirectory, xml: string): EwsAnswer {
  const { directory } = found;
  const request = parseRequest(xml);
  const operation = OPERATIONS.find(({ name }) => name === request?.operation);
  if (!request || !operation) return schemaError();
  const mailbox = impersonate(found, request.impersonated);
  if ('status' in mailbox) return mailbox;
  const open = (address: string) => {
    const owner = findOwner(directory, address);
    if (!owner) throw new MailError(...NO_MAILBOX);
    return mailboxOf(directory, owner.position, owner.user);
  };
  const outcomes = operation.run(request.content, {
    mailbox,
    find: (reference) => folderOf(mailbox, reference, open),
    outcome: outcomeOf,
  });
  return outcomes === null ? schemaError() : responseOf(operation.name, outcomes);
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
    return (
      faultOf(tenant) ??
      refusalOf(c, token, tenant) ??
      refusedAnchor(directory, c.req.header('x-anchormailbox')) ??
      answerOperation(found, await c.req.text())
    );
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
