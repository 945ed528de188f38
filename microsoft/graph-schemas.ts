/** The parts of Graph's answers that we read (Microsoft Graph v1.0); everything else is ignored. */
import { z } from 'zod';
import type { DirectoryGroup, DirectoryUser, SkippedItem } from '../domain/directory.ts';
import { BATCH_SIZE } from '../domain/limits.ts';

/** Properties selected in lists and in every delta request. */
export const USER_SELECT = [
  'id',
  'displayName',
  'mail',
  'userPrincipalName',
  'accountEnabled',
  'userType',
  'proxyAddresses',
  'assignedPlans',
] as const;
export const GROUP_SELECT = ['id', 'displayName', 'mail'] as const;

/** Validates a value: a schema, with or without a conversion. */
export interface Parser<T> {
  safeParse(
    value: unknown,
  ):
    | { readonly success: true; readonly data: T }
    | { readonly success: false; readonly error: z.ZodError };
}

/**
 * Converts outside of the schema. A schema with a transform is many times slower, which
 * matters for millions of users.
 */
export function converting<S extends z.ZodType, T>(
  schema: S,
  convert: (value: z.output<S>) => T,
): Parser<T> {
  return {
    safeParse(value) {
      const result = schema.safeParse(value);
      return result.success ? { success: true, data: convert(result.data) } : result;
    },
  };
}

/** NUL and surrogates, paired or not: a cheap test before the exact replacement. */
const SUSPICIOUS = /[\0\uD800-\uDFFF]/;

/** Text that PostgreSQL accepts: no NUL, no lone surrogates. */
export function storable(value: string): string {
  if (!SUSPICIOUS.test(value)) return value;
  return value.replaceAll('\0', '').replaceAll(/\p{Surrogate}/gu, '\uFFFD');
}

export const optional = (value: string | null | undefined) =>
  value === null || value === undefined ? null : storable(value);

const id = z.guid().toLowerCase();

/** `hostname,siteCollectionId,webId` */
export const siteIdSchema = z
  .string()
  .max(360)
  .regex(/^[\da-z.-]+(,[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}){2}$/i)
  .toLowerCase();

const assignedPlanSchema = z.object({
  service: z.string().nullish(),
  capabilityStatus: z.string().nullish(),
});

/** The selected properties of `user`. Rejects a user without an id or a user principal name. */
export const userSchema: Parser<DirectoryUser> = converting(
  z.object({
    id,
    userPrincipalName: z.string().regex(/[^\0]/),
    displayName: z.string().nullish(),
    mail: z.string().nullish(),
    accountEnabled: z.boolean().nullish(),
    userType: z.string().nullish(),
    proxyAddresses: z.array(z.string()).nullish(),
    assignedPlans: z.array(assignedPlanSchema).nullish(),
  }),
  (user) => ({
    id: user.id,
    userPrincipalName: storable(user.userPrincipalName),
    displayName: optional(user.displayName),
    mail: optional(user.mail),
    accountEnabled: user.accountEnabled ?? false,
    guest: user.userType?.toLowerCase() === 'guest',
    mailbox: (user.assignedPlans ?? []).some(isExchangePlan),
    proxyAddresses: (user.proxyAddresses ?? []).map(storable),
  }),
);

function isExchangePlan({ service, capabilityStatus }: z.infer<typeof assignedPlanSchema>) {
  return service?.toLowerCase() === 'exchange' && capabilityStatus?.toLowerCase() === 'enabled';
}

/** The selected properties of `group`. */
export const groupSchema: Parser<DirectoryGroup> = converting(
  z.object({ id, displayName: z.string().nullish(), mail: z.string().nullish() }),
  (group) => ({
    id: group.id,
    displayName: optional(group.displayName),
    mail: optional(group.mail),
  }),
);

/** A directory object of any kind in a member list. */
export const memberSchema = z.object({
  id,
  '@odata.type': z.string().optional(),
  '@removed': z.object({}).optional(),
});

/** A deleted item in a delta answer. */
export const removedSchema = z.object({ id, '@removed': z.object({}) });

/** Items in one answer. Graph's pages have at most 999; an answer with more than this is not a page. */
const MOST_ITEMS = 10_000;

/** A page of a list or a delta query. Items are parsed one by one, so that an invalid one does not fail the page. */
export const pageSchema = z.object({
  value: z.array(z.unknown()).max(MOST_ITEMS),
  '@odata.nextLink': z.string().optional(),
  '@odata.deltaLink': z.string().optional(),
  '@odata.count': z.number().optional(),
});

/** The answer to `$batch` (JSON batching). Its items come in any order. */
export const batchSchema = z.object({
  responses: z
    .array(
      z.object({
        id: z.string(),
        status: z.number().int().min(200).max(599),
        headers: z.record(z.string(), z.coerce.string()).nullish(),
        body: z.unknown().optional(),
      }),
    )
    .max(BATCH_SIZE),
});

/** Returns the valid items, one per id (the last occurrence wins), and the skipped ones. */
export function parseItems<T extends { readonly id: string }>(
  kind: SkippedItem['kind'],
  schema: Parser<T>,
  items: readonly unknown[],
): { items: T[]; skipped: SkippedItem[] } {
  const accepted = new Map<string, T>();
  const skipped: SkippedItem[] = [];
  for (const item of items) {
    const result = schema.safeParse(item);
    if (result.success) accepted.set(result.data.id, result.data);
    else skipped.push(skippedItem(kind, item, result.error));
  }
  return { items: [...accepted.values()], skipped };
}

const identifiedSchema = z.object({ id: z.union([id, siteIdSchema]) });

/** Describes an invalid item: its id and invalid properties, never their values. */
export function skippedItem(
  kind: SkippedItem['kind'],
  item: unknown,
  error: z.ZodError,
): SkippedItem {
  const properties = [...new Set(error.issues.map(({ path }) => String(path[0] ?? '')))];
  return { kind, id: identifiedSchema.safeParse(item).data?.id ?? null, properties };
}
