/** The users, groups and memberships of a tenant, read from Graph without the product's reader. */
import { z } from 'zod';
import { forEachConsent } from '../../domain/consents.ts';
import { createIdentity } from '../../microsoft/identity.ts';
import type { MicrosoftConfiguration } from '../../microsoft/configuration.ts';
import { embeddedRegistrations } from '../../start/registrations.ts';

const GRAPH = 'https://graph.microsoft.com';
const pageSchema = z.object({
  value: z.array(z.unknown()),
  '@odata.nextLink': z.string().optional(),
});

const userSchema = z
  .object({
    id: z.string(),
    userPrincipalName: z.string(),
    displayName: z.string().nullable(),
    mail: z.string().nullable(),
    accountEnabled: z.boolean(),
    userType: z.string(),
    proxyAddresses: z.array(z.string()),
    assignedPlans: z.array(z.object({ service: z.string(), capabilityStatus: z.string() })),
  })
  .transform(({ userType, assignedPlans, ...user }) => ({
    ...user,
    guest: userType === 'Guest',
    mailbox: assignedPlans.some(
      (plan) => plan.service === 'exchange' && plan.capabilityStatus === 'Enabled',
    ),
  }));
const groupSchema = z.object({
  id: z.string(),
  displayName: z.string().nullable(),
  mail: z.string().nullable(),
});
const memberSchema = z.object({ '@odata.type': z.string(), id: z.string() });

export type ListedUser = z.infer<typeof userSchema>;
export type ListedGroup = z.infer<typeof groupSchema>;
export interface ListedMembership {
  readonly groupId: string;
  readonly memberId: string;
  readonly memberKind: string;
}
/** Each list is sorted by id. */
export interface Listing {
  readonly users: ListedUser[];
  readonly groups: ListedGroup[];
  readonly memberships: ListedMembership[];
}

/** The Microsoft configuration of an embedded stack, from the keys in its folder. */
export async function microsoftOf(stack: {
  folder: string;
  sandbox: string;
}): Promise<MicrosoftConfiguration> {
  const registrations = await embeddedRegistrations(stack.folder);
  const { sandbox } = stack;
  return {
    cloud: 'global',
    origins: { login: sandbox, graph: sandbox, outlook: sandbox },
    sharePointDomain: 'sharepoint.example',
    registrations: forEachConsent((kind) => registrations[kind].product),
  };
}

/** Reads the whole tenant with the product's consent, which must be granted. */
export async function listTenant(
  stack: { folder: string; sandbox: string },
  tenantId: string,
): Promise<Listing> {
  return listWith(await microsoftOf(stack), tenantId);
}

/** Like `listTenant`, with a configuration. */
export async function listWith(
  configuration: MicrosoftConfiguration,
  tenantId: string,
): Promise<Listing> {
  const identity = createIdentity(configuration);
  const { token } = await identity.appToken({ kind: 'graph', tenantId });

  async function all<T>(schema: z.ZodType<T>, path: string): Promise<T[]> {
    const items: T[] = [];
    let link: string | undefined = `${GRAPH}/v1.0${path}`;
    while (link !== undefined) {
      const url: string = link.replace(GRAPH, configuration.origins.graph);
      const response = await fetch(url, { headers: { authorization: `Bearer ${token}` } });
      const page: z.infer<typeof pageSchema> = pageSchema.parse(await response.json());
      items.push(...page.value.map((item) => schema.parse(item)));
      link = page['@odata.nextLink'];
    }
    return items;
  }

  const properties = Object.keys(userSchema.in.shape).join(',');
  const users = await all(userSchema, `/users?$top=999&$select=${properties}`);
  const groups = await all(groupSchema, '/groups?$top=999&$select=id,displayName,mail');
  const memberships: ListedMembership[] = [];
  for (const { id: groupId } of groups) {
    const members = await all(memberSchema, `/groups/${groupId}/members?$top=999&$select=id`);
    for (const { id: memberId, '@odata.type': type } of members) {
      memberships.push({ groupId, memberId, memberKind: type.replace('#microsoft.graph.', '') });
    }
  }
  return sorted({ users, groups, memberships });
}

/** Sorts the lists, so that two listings can be compared. */
export function sorted({ users, groups, memberships }: Listing): Listing {
  const by = <T>(items: readonly T[], key: (item: T) => string) =>
    items.toSorted((a, b) => (key(a) < key(b) ? -1 : 1));
  return {
    users: by(users, ({ id }) => id),
    groups: by(groups, ({ id }) => id),
    memberships: by(memberships, ({ groupId, memberId }) => `${groupId} ${memberId}`),
  };
}
