/**
 * The APIs that publish permissions, and the two default app registrations. The ids and names
 * of the APIs are the real ones in Microsoft's cloud.
 */
import { EXCHANGE_ROLES, GRAPH_ROLES } from './app-roles.ts';
import type { AppRegistration, ResourceApi } from './model.ts';

export const EXCHANGE_ONLINE: ResourceApi = {
  appId: '00000002-0000-0ff1-ce00-000000000000',
  displayName: 'Office 365 Exchange Online',
  identifierUri: 'https://outlook.office365.com',
  otherUris: ['https://outlook.office.com'],
  appRoles: EXCHANGE_ROLES,
};

export const MICROSOFT_GRAPH: ResourceApi = {
  appId: '00000003-0000-0000-c000-000000000000',
  displayName: 'Microsoft Graph',
  identifierUri: 'https://graph.microsoft.com',
  appRoles: GRAPH_ROLES,
};

/** All APIs in the sandbox. */
export const RESOURCE_APIS: readonly ResourceApi[] = [EXCHANGE_ONLINE, MICROSOFT_GRAPH];

/** The names of an API: before `/.default` in a scope, and as the `aud` of a token. */
export const audiencesOf = ({ appId, identifierUri, otherUris = [] }: ResourceApi): string[] =>
  // An identifier URI may end in a slash, as in `https://graph.microsoft.com//.default`.
  [appId, ...[identifierUri, ...otherUris].flatMap((uri) => [uri, `${uri}/`])];

const LOOPBACK_REDIRECT_URIS = [
  'http://localhost/consents/callback',
  'http://127.0.0.1/consents/callback',
  'http://localhost/consents/sign-in',
  'http://127.0.0.1/consents/sign-in',
];

const rolesOf = (api: ResourceApi, values: readonly string[]) => ({
  resourceAppId: api.appId,
  appRoleIds: api.appRoles.filter(({ value }) => values.includes(value)).map(({ id }) => id),
});

/** The applications that are registered unless the options name others. Their secrets are public. */
export const DEFAULT_REGISTRATIONS: readonly AppRegistration[] = [
  {
    clientId: '5f0c1b8e-7a3d-4c52-9e61-2d8b40f7a913',
    displayName: 'Provost for Exchange Online',
    publisher: 'Provost',
    redirectUris: LOOPBACK_REDIRECT_URIS,
    secrets: ['sandbox-exchange-secret'],
    certificates: [],
    requiredAppRoles: [rolesOf(EXCHANGE_ONLINE, ['full_access_as_app'])],
  },
  {
    clientId: 'b36e9d04-1f58-4e7a-8c2b-6a90d5f31e47',
    displayName: 'Provost for Microsoft Graph',
    publisher: 'Provost',
    redirectUris: LOOPBACK_REDIRECT_URIS,
    secrets: ['sandbox-graph-secret'],
    certificates: [],
    requiredAppRoles: [
      rolesOf(MICROSOFT_GRAPH, [
        'User.Read.All',
        'GroupMember.Read.All',
        'MailboxSettings.Read',
        'Mail.ReadWrite',
      ]),
    ],
  },
];
