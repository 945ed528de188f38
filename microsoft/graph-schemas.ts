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

const UNSTORABLE = /\0|\p{Surrogate}/u;

/** Text that a database takes: no NUL, no half of a surrogate pair. */
const text = z.string().transform((value) => (UNSTORABLE.test(value) ? storable(value) : value));

function storable(value: string): string {
  return value.replaceAll('\0', '').replaceAll(/\p{Surrogate}/gu, '\uFFFD');
}

const optionalText = text.nullish().transform((value) => value ?? null);
const id = z.guid().toLowerCase();

const assignedPlanSchema = z.object({
  service: z.string().nullish(),
  capabilityStatus: z.string().nullish(),
});

/** `user`, as far as it is selected. Fails on a user without an id or a user principal name. */
export const userSchema = z
  .object({
    id,
    userPrincipalName: text.pipe(z.string().min(1)),
    displayName: optionalText,
    mail: optionalText,
    accountEnabled: z.boolean().nullish(),
    userType: z.string().nullish(),
    proxyAddresses: z.array(text).nullish(),
    assignedPlans: z.array(assignedPlanSchema).nullish(),
  })
  .transform(
    ({ accountEnabled, userType, proxyAddresses, assignedPlans, ...user }): DirectoryUser => ({
      ...user,
      accountEnabled: accountEnabled ?? false,
      guest: userType?.toLowerCase() === 'guest',
      mailbox: (assignedPlans ?? []).some(isExchangePlan),
      proxyAddresses: proxyAddresses ?? [],
    }),
  );

function isExchangePlan({ service, capabilityStatus }: z.infer<typeof assignedPlanSchema>) {
  return service?.toLowerCase() === 'exchange' && capabilityStatus?.toLowerCase() === 'enabled';
}

/** `group`, as far as it is selected. */
export const groupSchema = z
  .object({ id, displayName: optionalText, mail: optionalText })
  .transform((group): DirectoryGroup => group);

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
  schema: z.ZodType<T>,
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
