/**
 * Every operation of Microsoft Graph that the product uses, by the consent that it uses it with, and the
 * application permission that allows it. The tests compare these tables with Microsoft's own list of
 * permissions, with the permissions that our consents ask for, and with the requests that a provisioning
 * makes.
 */
import type { CONSENTS, GraphConsent } from '../../domain/consents.ts';

type Permission<K extends GraphConsent> = (typeof CONSENTS)[K]['permissions'][number]['value'];
type Operations = {
  readonly [K in GraphConsent]: Readonly<Record<string, Permission<K>>>;
};

const SITES = {
  'GET /sites': 'Sites.Read.All',
  'GET /sites/getAllSites': 'Sites.Read.All',
  'GET /sites/delta': 'Sites.Read.All',
  'GET /sites/{id}': 'Sites.Read.All',
  'GET /sites/{id}:/{id}': 'Sites.Read.All',
} as const;

export const GRAPH_OPERATIONS: Operations = {
  graph: {
    'GET /organization': 'User.Read.All',
    'GET /users': 'User.Read.All',
    'GET /users/{id}': 'User.Read.All',
    'GET /users/$count': 'User.Read.All',
    'GET /users/delta': 'User.Read.All',
    'GET /groups': 'GroupMember.Read.All',
    'GET /groups/{id}': 'GroupMember.Read.All',
    'GET /groups/$count': 'GroupMember.Read.All',
    'GET /groups/delta': 'GroupMember.Read.All',
    'GET /groups/{id}/members': 'GroupMember.Read.All',
    'GET /groups/{id}/transitiveMembers/microsoft.graph.user': 'GroupMember.Read.All',
    'GET /users/{id}/mailboxSettings/userPurpose': 'MailboxSettings.Read',
    'GET /users/{id}/mailFolders': 'Mail.ReadWrite',
    'POST /users/{id}/mailFolders': 'Mail.ReadWrite',
    'GET /users/{id}/mailFolders/{id}/messages': 'Mail.ReadWrite',
    'POST /users/{id}/mailFolders/{id}/messages': 'Mail.ReadWrite',
    'POST /users/{id}/messages/{id}/move': 'Mail.ReadWrite',
    'POST /users/{id}/messages/{id}/permanentDelete': 'Mail.ReadWrite',
  },
  sharepoint: SITES,
  onedrive: {
    ...SITES,
    'GET /sites/{id}/drive': 'Sites.Read.All',
    'GET /users/{id}/drive': 'Sites.Read.All',
    'GET /organization': 'User.Read.All',
    'GET /users': 'User.Read.All',
    'GET /users/{id}': 'User.Read.All',
    'GET /groups': 'GroupMember.Read.All',
    'GET /groups/{id}/transitiveMembers/microsoft.graph.user': 'GroupMember.Read.All',
  },
};

const FILES = {
  'GET /drives/{id}/items/{id}/content': 'Files.ReadWrite.All',
  'PATCH /drives/{id}/items/{id}': 'Files.ReadWrite.All',
} as const;

/** What the protection itself does with the same consents. The product prepares it, and makes none of these requests. */
export const SCAN_OPERATIONS: Operations = { graph: {}, sharepoint: FILES, onedrive: FILES };
