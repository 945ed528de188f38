/** Choosing what to protect: submitting the selection. */
import { createRoute, z } from '@hono/zod-openapi';
import { type AccountView, METHODS } from '../../domain/account.ts';
import { ProvostError } from '../../domain/failures.ts';
import { MAX_TARGETS } from '../../domain/limits.ts';
import { type Service, SERVICES } from '../../domain/services/services.ts';
import { type Graph, refuseUnlessFound } from '../../microsoft/graph.ts';
import type { Store } from '../../store/store.ts';
import { audit } from '../audit.ts';
import type { ApiDependencies } from '../dependencies.ts';
import { accountPath, json, newRouter, responses } from '../openapi.ts';
import { requiredMethodOf, requireMethod } from '../required-method.ts';
import { requireLicense } from './license.ts';
import { openAccount, requireTenant } from './open-account.ts';

/** Longer than any id of a site: its host, the id of its site collection, and its own. */
const LONGEST_SITE_ID = 400;

const confirmedTenant = z.guid().toLowerCase().optional().openapi({
  description: 'The tenant to protect. Required if a consent was given through a forwarded link.',
});

const targetsSchema = z
  .discriminatedUnion('method', [
    z.object({ method: z.literal('all'), tenantId: confirmedTenant }),
    z.object({
      method: z.literal('selected'),
      userIds: z.array(z.guid().toLowerCase()).min(1).optional().openapi({
        description: 'Of a service that protects what belongs to users.',
      }),
      siteIds: z.array(z.string().max(LONGEST_SITE_ID).toLowerCase()).min(1).optional().openapi({
        description: 'Of a service that protects sites.',
      }),
      tenantId: confirmedTenant,
    }),
  ])
  .openapi('Targets');

const submitRoute = createRoute({
  method: 'post',
  path: '/accounts/{service}/targets',
  summary: 'Choose what to protect',
  request: { params: accountPath, body: json(targetsSchema) },
  responses: responses(202, z.object({ method: z.enum(METHODS), targets: z.number().int() })),
});

/** In these, a choice is waited for. */
const CHOICE_REASONS: readonly unknown[] = ['targetsUnknown', 'methodDiffers'];

export function targetRoutes({ gateway, store, graphs }: ApiDependencies) {
  return newRouter().openapi(submitRoute, async (c) => {
    const { organizationId, service } = c.req.valid('param');
    const targets = c.req.valid('json');
    const { method, tenantId: confirmed } = targets;
    const targetIds = targetIdsOf(service, targets);
    if (targetIds.length > MAX_TARGETS) throw new ProvostError('TooManyTargets');
    const view = await openAccount(gateway, service, organizationId);
    if (view.state !== 'awaitingTargets' && !CHOICE_REASONS.includes(view.attention?.reason)) {
      throw new ProvostError('WrongState', 'The account is not waiting for targets.');
    }
    const tenantId = requireTenant(view);
    requireMethod(method, requiredMethodOf(service, await store.connections.of(organizationId)));
    await requireConfirmation(store, view, confirmed);
    await requireKnown(store, graphs[SERVICES[service].reads], view, { tenantId, targetIds });
    const ids = { [TARGET_IDS[SERVICES[service].target]]: targetIds };
    await audit(c, store, 'targets.submit', view, { method, ...ids, tenantId });
    const { accountId } = view;
    await gateway.submitTargets(service, organizationId, { accountId, method, targetIds });
    return c.json({ method, targets: targetIds.length }, 202);
  });
}

const TARGET_IDS = { user: 'userIds', site: 'siteIds' } as const;
const OTHER_IDS = { user: 'siteIds', site: 'userIds' } as const;

/**
 * Without duplicates; none for the method `all`.
 * @throws ProvostError InvalidInput unless they are of the kind that the service has
 */
function targetIdsOf(service: Service, targets: z.infer<typeof targetsSchema>): string[] {
  if (targets.method === 'all') return [];
  const { target, name } = SERVICES[service];
  const ids = targets[TARGET_IDS[target]];
  if (ids === undefined || targets[OTHER_IDS[target]] !== undefined) {
    throw new ProvostError(
      'InvalidInput',
      `${TARGET_IDS[target]}: The selected targets of ${name} are ${target}s.`,
    );
  }
  return [...new Set(ids)];
}

/**
 * Asks Microsoft for the targets, so that a wrong choice is refused here rather than later.
 * @throws ProvostError TargetsUnknown with the ids that are not in the tenant; TenantUnlicensed
 */
async function requireKnown(
  store: Store,
  graph: Graph,
  { service, accountId }: AccountView,
  { tenantId, targetIds: ids }: { tenantId: string; targetIds: readonly string[] },
): Promise<void> {
  if (ids.length === 0) return;
  await requireLicense(graph, service, tenantId);
  const { target, copies } = SERVICES[service];
  const unknown =
    target === 'site' ? await unknownSites() : await unknownUsers(copies === 'drives');
  if (unknown.length > 0)
    throw new ProvostError('TargetsUnknown', undefined, { details: { unknown } });

  async function unknownSites(): Promise<string[]> {
    const { found, missing } = await graph.sitesById({ tenantId, ids });
    refuseUnlessFound(missing);
    const known = new Set(found.filter(({ owner }) => owner === null).map(({ id }) => id));
    return ids.filter((id) => !known.has(id));
  }

  /** The names of those who may have no drive yet are shown, and histories contain ids only. */
  async function unknownUsers(named: boolean): Promise<string[]> {
    const found = await graph.usersById({ tenantId, ids });
    const names = found.users.map(({ id, userPrincipalName }) => ({
      userId: id,
      address: userPrincipalName,
    }));
    if (named && found.unknown.length === 0) await store.canaryMailboxes.record(accountId, names);
    return found.unknown;
  }
}

/**
 * A person who received a forwarded link may have signed in with their own tenant. The
 * organization must confirm its tenant before anything is protected.
 * @throws ProvostError TenantMismatch, TenantNotConfirmed
 */
async function requireConfirmation(
  { consents }: Store,
  { accountId, tenantId }: AccountView,
  confirmed: string | undefined,
): Promise<void> {
  if (confirmed === tenantId) return;
  if (confirmed) {
    throw new ProvostError('TenantMismatch', 'The account is connected to another tenant.');
  }
  const byLink = await consents.stepsUsedByLink(accountId);
  if (byLink.length > 0) throw new ProvostError('TenantNotConfirmed');
}
