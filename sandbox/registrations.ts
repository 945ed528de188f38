/**
 * The APIs that publish permissions, and the two default app registrations. The ids and names
 * of the APIs are the real ones in Microsoft's cloud.
 */
import type { AppRegistration, AppRole, ResourceApi } from './model.ts';

const appRole = (id: string, value: string, displayName: string, description: string): AppRole => ({
  id,
  value,
  displayName,
  description,
});

export const EXCHANGE_ONLINE: ResourceApi = {
  appId: '00000002-0000-0ff1-ce00-000000000000',
  displayName: 'Office 365 Exchange Online',
  identifierUri: 'https://outlook.office365.com',
  otherUris: ['https://outlook.office.com'],
  appRoles: [
    appRole(
      'dc890d15-9560-4a4c-9b7f-a736ec74ec40',
      'full_access_as_app',
      'Use Exchange Web Services with full access to all mailboxes',
      'Allows the app to access every mailbox in the organization through Exchange Web Services, without a signed-in user.',
    ),
    appRole(
      'dc50a0fb-09a3-484d-be87-e023b12c6440',
      'Exchange.ManageAsApp',
      'Manage Exchange As Application',
      'Allows the app to manage the organization’s Exchange environment without a signed-in user.',
    ),
  ],
};

export const MICROSOFT_GRAPH: ResourceApi = {
  appId: '00000003-0000-0000-c000-000000000000',
  displayName: 'Microsoft Graph',
  identifierUri: 'https://graph.microsoft.com',
  appRoles: [
    appRole(
      'df021288-bdef-4463-88db-98f22de89214',
      'User.Read.All',
      'Read all users’ full profiles',
      'Allows the app to read the profile of every user without a signed-in user.',
    ),
    appRole(
      '5b567255-7703-4780-807c-7be8301ae99b',
      'Group.Read.All',
      'Read all groups',
      'Allows the app to read the properties, members and content of every group without a signed-in user.',
    ),
    appRole(
      '98830695-27a2-44f7-8c18-0c3ebc9698f6',
      'GroupMember.Read.All',
      'Read all group memberships',
      'Allows the app to read memberships and basic group properties for all groups without a signed-in user.',
    ),
    appRole(
      '7ab1d382-f21e-4acd-a863-ba3e13f7da61',
      'Directory.Read.All',
      'Read directory data',
      'Allows the app to read users, groups and applications in the directory without a signed-in user.',
    ),
    appRole(
      'e2a3a72e-5f79-4c64-b1b1-878b674786c9',
      'Mail.ReadWrite',
      'Read and write mail in all mailboxes',
      'Allows the app to create, read, update and delete mail in all mailboxes without a signed-in user. Does not include permission to send mail.',
    ),
    appRole(
      '810c84a8-4a9e-49e6-bf7d-12d183f40d01',
      'Mail.Read',
      'Read mail in all mailboxes',
      'Allows the app to read mail in all mailboxes without a signed-in user.',
    ),
    appRole(
      '40f97065-369a-49f4-947c-6a255697ae91',
      'MailboxSettings.Read',
      'Read all user mailbox settings',
      'Allows the app to read the settings of all mailboxes without a signed-in user.',
    ),
    appRole(
      '9a5d68dd-52b0-4cc2-bd40-abcf44ac3a30',
      'Application.Read.All',
      'Read all applications',
      'Allows the app to read all applications and service principals without a signed-in user.',
    ),
  ],
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
