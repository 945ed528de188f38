/**
 * The APIs that publish permissions, and the default app registrations, one a consent. The ids and names
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

interface Registered {
  readonly clientId: string;
  readonly secret: string;
  readonly displayName: string;
  readonly requiredAppRoles: AppRegistration['requiredAppRoles'];
}

const registered = ({ secret, ...registration }: Registered): AppRegistration => ({
  ...registration,
  publisher: 'Provost',
  redirectUris: LOOPBACK_REDIRECT_URIS,
  secrets: [secret],
  certificates: [],
});

/** The default registrations by the consent that each is for. Their secrets are public. */
export const REGISTRATIONS = {
  exchange: registered({
    clientId: '5f0c1b8e-7a3d-4c52-9e61-2d8b40f7a913',
    displayName: 'Provost for Exchange Online',
    secret: 'sandbox-exchange-secret',
    requiredAppRoles: [rolesOf(EXCHANGE_ONLINE, ['full_access_as_app'])],
  }),
  graph: registered({
    clientId: 'b36e9d04-1f58-4e7a-8c2b-6a90d5f31e47',
    displayName: 'Provost for Microsoft Graph',
    secret: 'sandbox-graph-secret',
    requiredAppRoles: [
      rolesOf(MICROSOFT_GRAPH, [
        'User.Read.All',
        'GroupMember.Read.All',
        'MailboxSettings.Read',
        'Mail.ReadWrite',
      ]),
    ],
  }),
  sharepoint: registered({
    clientId: '0d72a5c9-4e86-4b1f-a3d8-95c60b2e7f14',
    displayName: 'Provost for SharePoint Online',
    secret: 'sandbox-sharepoint-secret',
    requiredAppRoles: [rolesOf(MICROSOFT_GRAPH, ['Sites.Read.All', 'Files.ReadWrite.All'])],
  }),
  onedrive: registered({
    clientId: '7e41c8f3-9b05-4d6a-8f27-c1a94d3e60b8',
    displayName: 'Provost for OneDrive for Business',
    secret: 'sandbox-onedrive-secret',
    requiredAppRoles: [
      rolesOf(MICROSOFT_GRAPH, [
        'Sites.Read.All',
        'Files.ReadWrite.All',
        'User.Read.All',
        'GroupMember.Read.All',
      ]),
    ],
  }),
} as const satisfies Record<string, AppRegistration>;

/** The applications that are registered unless the options name others, in the order of `REGISTRATIONS`. */
export const DEFAULT_REGISTRATIONS: readonly AppRegistration[] = Object.values(REGISTRATIONS);
