/** Graph and Exchange on one loopback server that issues tokens; the test handles everything else. */
import { createExchange } from './ews/exchange.ts';
import { createGraphs } from './graph.ts';
import { createIdentity } from './identity.ts';
import { TENANT, configurationAt, serve, tokenReply, unsignedToken } from './loopback.fixture.ts';
import type { Handler } from './loopback.fixture.ts';

export const GRAPH_ROLES = ['User.Read.All', 'GroupMember.Read.All', 'Mail.ReadWrite'];
export const at = { tenantId: TENANT };

interface Options {
  /** Roles of consecutive tokens; the last entry repeats. */
  readonly roles: readonly (readonly string[])[];
}

export async function tenantWith(handler: Handler, { roles }: Options = { roles: [GRAPH_ROLES] }) {
  const tokens: string[] = [];
  const server = await serve((request) => {
    if (!request.url.includes('/oauth2/v2.0/token')) return handler(request);
    const token = unsignedToken(roles[Math.min(tokens.length, roles.length - 1)]);
    tokens.push(token);
    return tokenReply(token);
  });
  const configuration = configurationAt(server.origin);
  const identity = createIdentity(configuration);
  return {
    tokens,
    /** Requests other than those for tokens. */
    seen: () => server.seen.filter(({ url }) => !url.includes('/oauth2/v2.0/token')),
    ...createGraphs({ identity, configuration }),
    exchange: createExchange({ identity, configuration }),
  };
}

/** A GUID that ends in a number. */
export function guid(number: number): string {
  return `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;
}

/** A user as returned by Graph. */
export function graphUser(number: number, change: object = {}) {
  return {
    id: guid(number),
    displayName: `User ${number}`,
    mail: `user${number}@contoso.example`,
    userPrincipalName: `user${number}@contoso.example`,
    accountEnabled: true,
    userType: 'Member',
    proxyAddresses: [`SMTP:user${number}@contoso.example`],
    assignedPlans: [{ service: 'exchange', capabilityStatus: 'Enabled' }],
    ...change,
  };
}

/** {@link graphUser} as stored in our directory. */
export function directoryUser(number: number, change: object = {}) {
  const { userType: _type, assignedPlans: _plans, ...user } = graphUser(number);
  return { ...user, guest: false, mailbox: true, ...change };
}
