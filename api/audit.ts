import type { Context } from 'hono';
import type { AuditAction } from '../domain/audit.ts';
import type { Store } from '../store/store.ts';
import { actorOf, type AppEnvironment } from './context.ts';

/** The account and tenant of an action. */
interface Subject {
  readonly accountId?: string | null;
  readonly tenantId?: string | null;
}

/** Records who requested what. Call it before the action, so that failed requests are recorded too. */
export function audit(
  c: Context<AppEnvironment>,
  store: Store,
  action: AuditAction,
  subject: Subject | null = null,
  details: Readonly<Record<string, unknown>> = {},
): Promise<void> {
  return store.audit.write({
    organizationId: c.get('organizationId'),
    accountId: subject?.accountId,
    tenantId: subject?.tenantId,
    actor: actorOf(c),
    action,
    correlationId: c.get('requestId'),
    details,
  });
}
