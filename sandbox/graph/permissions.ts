/** Graph application permissions. Any one role of a list is sufficient. */
import type { AppToken } from '../model.ts';
import { accessDenied } from './errors.ts';

export const PERMISSIONS = {
  users: ['User.Read.All', 'Directory.Read.All'],
  groups: ['Group.Read.All', 'Directory.Read.All', 'GroupMember.Read.All'],
  members: ['GroupMember.Read.All', 'Group.Read.All', 'Directory.Read.All'],
  mailboxSettings: ['MailboxSettings.Read'],
  readMail: ['Mail.Read', 'Mail.ReadWrite'],
  writeMail: ['Mail.ReadWrite'],
  anything: [
    'User.Read.All',
    'Group.Read.All',
    'GroupMember.Read.All',
    'Directory.Read.All',
    'Application.Read.All',
  ],
} as const satisfies Record<string, readonly string[]>;

export type Permission = keyof typeof PERMISSIONS;

export const isPermitted = ({ roles }: AppToken, permission: Permission): boolean =>
  PERMISSIONS[permission].some((role) => roles.includes(role));

/** @throws GraphError 403 */
export function requirePermission(token: AppToken, permission: Permission): void {
  if (!isPermitted(token, permission)) throw accessDenied();
}
