import type { Context } from 'hono';
import type { AuditAction } from '../domain/audit.ts';
import type { Store } from '../store/store.ts';
import { actorOf, type AppEnvironment } from './context.ts';

/** What an action was about. */
interface Subject {
  readonly accountId?: string | null;
  readonly tenantId?: string | null;
}

/** Writes down who asked for what in this request. To be called before it is done: a request that fails was made all the same. */
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
    correlationId: c.get('correlationId'),
    details,
  });
}
