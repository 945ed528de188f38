/**
 * Every operation of Microsoft Graph that the product uses, and the application permission that
 * allows it. The tests compare this table with Microsoft's own list of permissions, with the
 * permissions that our consent asks for, and with the requests that a provisioning makes.
 */
import type { CONSENTS } from '../../domain/consents.ts';

type GraphPermission = (typeof CONSENTS)['graph']['permissions'][number]['value'];

export const GRAPH_OPERATIONS: Readonly<Record<string, GraphPermission>> = {
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
};
