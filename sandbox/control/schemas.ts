/** Schemas of the control API and the state file. */
import { z } from 'zod';
import { type Faults, type Grant, SITE_RESYNCS, TOKEN_REFUSALS } from '../model.ts';

const count = z.int().min(0);

const times = count.optional();
const part = z.string().optional();

const countedFaults = {
  throttleNext: times,
  throttleSkip: times,
  throttlePathContains: part,
  failNext: times,
  failSkip: times,
  failPathContains: part,
  dropNext: times,
  dropSkip: times,
  dropPathContains: part,
  truncateNext: times,
  truncateSkip: times,
  truncatePathContains: part,
  malformNext: times,
  malformSkip: times,
  malformPathContains: part,
  repeatPageNext: times,
  repeatPageSkip: times,
  repeatPagePathContains: part,
};

/** Every fault is optional; missing ones stay unchanged. Unknown names are rejected. */
export const savedFaultsSchema = z.strictObject({
  ...countedFaults,
  latencyMs: count.max(600_000).optional(),
  throttledUntil: times,
  retryAfterSeconds: z.number().min(0).nullable().optional(),
  throttleInsideBatch: z.boolean().optional(),
  enforceResourceUnits: z.boolean().optional(),
  failStatus: z.literal([500, 502, 503, 504, 403]).optional(),
  expirePageTokens: count.optional(),
  expireDeltaTokens: count.optional(),
  expireDeltaTokensOf: z.enum(['users', 'groups', 'sites']).nullable().optional(),
  deltaTokenFailure: z.enum(['gone', 'syncStateNotFound', 'resyncRequired']).optional(),
  emptyPageEvery: count.optional(),
  changeWhileReading: count.optional(),
  maxPageSize: z.int().min(1).max(999).optional(),
  consentPropagationMs: count.optional(),
  withholdRoles: z.array(z.string()).optional(),
  failTokenNext: count.optional(),
  tokenRefusal: z.enum(TOKEN_REFUSALS).nullable().optional(),
  failTokenStatus: z.literal([429, 500, 503]).optional(),
  ewsBlocked: z.boolean().optional(),
  ewsBlockedMailboxes: z.array(z.string()).max(1000).optional(),
  refusedMailboxes: z.array(z.string()).max(1000).optional(),
  noSharePointLicence: z.boolean().optional(),
  sitesMissing: z.number().min(0).optional(),
  zeroSites: z.boolean().optional(),
  siteResync: z.enum(SITE_RESYNCS).optional(),
  blockedFromSharePoint: z.array(z.string()).max(1000).optional(),
  swallowConsentRedirect: z.boolean().optional(),
  consentRedirectError: z.enum(['server_error', 'temporarily_unavailable']).nullable().optional(),
  preferredUsername: z.enum(['principalName', 'phone', 'guestForm', 'missing']).optional(),
  rolesClaim: z.boolean().optional(),
  activatedRoles: z.array(z.string()).max(1000).optional(),
  askUserConsent: z.boolean().optional(),
}) satisfies z.ZodType<Partial<Faults>>;

const MOST_MILLISECONDS = 3_600_000;

/** A change to faults. `throttleForMs` starts now. */
export const faultChangesSchema = savedFaultsSchema
  .omit({ throttledUntil: true })
  .extend({ throttleForMs: count.max(MOST_MILLISECONDS).optional() })
  .transform(({ throttleForMs, ...changes }) =>
    throttleForMs === undefined
      ? changes
      : { ...changes, throttledUntil: Date.now() + throttleForMs },
  );

export const grantSchema = z.object({
  clientId: z.string(),
  resourceAppId: z.string(),
  appRoleId: z.string(),
  visibleAt: z.number(),
}) satisfies z.ZodType<Grant>;

const howMany = z.int().min(1).max(100_000);
const ids = z.array(z.string()).min(1);

export const addUsersSchema = z.strictObject({ count: howMany });

const oneSelection = ({ count, ids }: { count?: number; ids?: string[] }): boolean =>
  (count === undefined) !== (ids === undefined);
const ONE_SELECTION = 'Specify either count or ids.';

/** A number of users that the directory picks, or the ids of specific users. */
export const selectionOf = ({ count, ids }: { count?: number; ids?: string[] }) =>
  ids ?? count ?? 0;

export const changeUsersSchema = z
  .strictObject({
    count: howMany.optional(),
    ids: ids.optional(),
    patch: z.strictObject({
      displayName: z.string().min(1).optional(),
      accountEnabled: z.boolean().optional(),
      mail: z.string().nullable().optional(),
    }),
  })
  .refine(oneSelection, ONE_SELECTION);

export const removeUsersSchema = z
  .object({
    count: z.coerce.number().pipe(howMany).optional(),
    ids: ids.optional(),
    permanently: z.stringbool().prefault('false'),
  })
  .refine(oneSelection, ONE_SELECTION);

export const restoreUsersSchema = z.strictObject({ ids: ids.optional() });

const address = z
  .string()
  .regex(/^\/(sites|teams)\/./, 'An address begins with /sites/ or /teams/.');

const siteChanges = {
  /** Null takes the title away. */
  displayName: z.string().nullable().optional(),
  description: z.string().optional(),
  path: address.optional(),
};

/** One site, or several that differ in nothing but their address. */
export const addSiteSchema = z
  .strictObject({ ...siteChanges, parentId: z.string().optional(), count: howMany.default(1) })
  .refine(({ count, path }) => count === 1 || path === undefined, 'Only one site can have a path.');

export const changeSitesSchema = z
  .strictObject({
    count: howMany.optional(),
    ids: ids.optional(),
    patch: z.strictObject(siteChanges),
  })
  .refine(oneSelection, ONE_SELECTION);

export const removeSitesSchema = z
  .object({
    count: z.coerce.number().pipe(howMany).optional(),
    ids: ids.optional(),
    state: z.enum(['deleted', 'softDeleted', 'hardDeleted']).default('deleted'),
  })
  .refine(oneSelection, ONE_SELECTION);

export const restoreSitesSchema = z.strictObject({ ids: ids.optional() });

export const groupSchema = z.strictObject({ displayName: z.string().min(1) });

/** A user or a group. */
export const memberSchema = z.strictObject({ id: z.string() });

export const grantRequestSchema = z.strictObject({
  clientId: z.string(),
  roles: z.array(z.string()).min(1),
});

export const revocationSchema = z.strictObject({
  clientId: z.string().optional(),
  role: z.string().optional(),
  revokeTokens: z.stringbool().prefault('false'),
});
