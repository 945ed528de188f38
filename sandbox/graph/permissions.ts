/**
 * The application permissions of each operation, as far as the sandbox publishes them. Any one
 * of a list is sufficient. `described.test.ts` compares them with Microsoft's own list.
 */
import type { AppToken } from '../model.ts';
import { accessDenied, GraphError } from './errors.ts';
import { SHAREPOINT_DENIAL } from './sharepoint/workload.ts';

export const PERMISSIONS = {
  users: ['User.Read.All', 'Directory.Read.All'],
  groups: ['Group.Read.All', 'GroupMember.Read.All', 'Directory.Read.All'],
  members: ['Group.Read.All', 'GroupMember.Read.All', 'Directory.Read.All'],
  directoryObjects: ['Directory.Read.All'],
  organizations: ['User.Read.All', 'Directory.Read.All'],
  organization: ['User.Read.All'],
  servicePrincipals: ['Application.Read.All', 'Directory.Read.All'],
  mailboxSettings: ['MailboxSettings.Read'],
  listMail: ['Mail.Read', 'Mail.ReadWrite'],
  /** Microsoft does not list Mail.ReadWrite for reading one message by its id. */
  readMessage: ['Mail.Read'],
  writeMail: ['Mail.ReadWrite'],
  sites: ['Sites.Read.All', 'Sites.ReadWrite.All'],
  siteChanges: ['Sites.Read.All', 'Sites.ReadWrite.All', 'Sites.FullControl.All'],
  drives: ['Files.Read.All', 'Files.ReadWrite.All', 'Sites.Read.All', 'Sites.ReadWrite.All'],
} as const satisfies Record<string, readonly string[]>;

export type Permission = keyof typeof PERMISSIONS;

export const isPermitted = ({ roles }: AppToken, permission: Permission): boolean =>
  PERMISSIONS[permission].some((role) => roles.includes(role));

/** Which service answers, with its own errors and limits. */
export type Workload = 'directory' | 'mailbox' | 'sharepoint';

const refusals: Readonly<Record<Workload, (token: AppToken) => GraphError>> = {
  directory: accessDenied,
  mailbox: ({ roles }) =>
    roles.length === 0
      ? new GraphError(
          401,
          'NoPermissionsInAccessToken',
          'The token contains no permissions, or permissions can not be understood.',
        )
      : new GraphError(
          403,
          'ErrorAccessDenied',
          'Access is denied. Check credentials and try again.',
        ),
  sharepoint: ({ roles }) =>
    roles.length === 0
      ? new GraphError(401, 'generalException', 'General exception while processing')
      : new GraphError(403, ...SHAREPOINT_DENIAL),
};

/** @throws GraphError 403, or 401 for a token without roles at a mailbox or at SharePoint */
export function requirePermission(
  token: AppToken,
  { permission, workload }: { permission: Permission; workload: Workload },
): void {
  if (!isPermitted(token, permission)) throw refusals[workload](token);
}
