/** The parts of Graph's answers that are read (Microsoft Graph v1.0); everything else is ignored. */
import { z } from 'zod';
import type { DirectoryGroup, DirectoryUser, SkippedItem } from '../domain/directory.ts';

/** Properties asked for, on lists and on every delta request alike. */
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

/** What accepts a value or says why not: a schema, alone or with a conversion behind it. */
export interface Parser<T> {
  safeParse(
    value: unknown,
  ):
    | { readonly success: true; readonly data: T }
    | { readonly success: false; readonly error: z.ZodError };
}

/**
 * A conversion that stands beside the schema, not within it: a schema that
 * transforms is many times slower, and users come by the million.
 */
function converting<S extends z.ZodType, T>(
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

/** What may have to be mended: NUL, and halves of surrogate pairs, which whole pairs resemble. */
const SUSPICIOUS = /[\0\uD800-\uDFFF]/;

/** Text that a database takes: no NUL, no half of a surrogate pair. */
function storable(value: string): string {
  if (!SUSPICIOUS.test(value)) return value;
  return value.replaceAll('\0', '').replaceAll(/\p{Surrogate}/gu, '\uFFFD');
}

const optional = (value: string | null | undefined) =>
  value === null || value === undefined ? null : storable(value);

const id = z.guid().toLowerCase();

const assignedPlanSchema = z.object({
  service: z.string().nullish(),
  capabilityStatus: z.string().nullish(),
});

/** `user`, as far as it is selected. Fails on a user without an id or a user principal name. */
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

/** `group`, as far as it is selected. */
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

/** An item of a delta answer that is gone. */
export const removedSchema = z.object({ id, '@removed': z.object({}) });

/** A page of a list or of a delta round. Items are parsed one by one, so that a bad one spoils nothing. */
export const pageSchema = z.object({
  value: z.array(z.unknown()),
  '@odata.nextLink': z.string().optional(),
  '@odata.deltaLink': z.string().optional(),
  '@odata.count': z.number().optional(),
});

/** The answer to `$batch` (JSON batching); its items come in any order. */
export const batchSchema = z.object({
  responses: z.array(
    z.object({
      id: z.string(),
      status: z.number().int().min(200).max(599),
      headers: z.record(z.string(), z.coerce.string()).nullish(),
      body: z.unknown().optional(),
    }),
  ),
});

/** The items that a schema accepts, each id once (its last word counts), and what is known of those it does not. */
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

const identifiedSchema = z.object({ id });

/** What can be said of an item that makes no sense: never what stood in it, but for its id. */
export function skippedItem(
  kind: SkippedItem['kind'],
  item: unknown,
  error: z.ZodError,
): SkippedItem {
  const properties = [...new Set(error.issues.map(({ path }) => String(path[0] ?? '')))];
  return { kind, id: identifiedSchema.safeParse(item).data?.id ?? null, properties };
}
