/** How users, groups and memberships are stored: in `staged_…` by run and in `directory_…` by account. */
import type { DirectoryGroup, DirectoryUser, Membership } from '../domain/directory.ts';
import { copied, copiedArray, copiedFlag } from './copy-text.ts';

export interface RowKind<T> {
  readonly name: 'users' | 'groups' | 'memberships';
  readonly key: readonly string[];
  /** The other columns. */
  readonly values: readonly string[];
  /** Key and values as fields in COPY's text format. */
  toFields(item: T): string;
}

export const USERS: RowKind<DirectoryUser> = {
  name: 'users',
  key: ['user_id'],
  values: [
    'user_principal_name',
    'display_name',
    'mail',
    'account_enabled',
    'guest',
    'mailbox',
    'proxy_addresses',
  ],
  // One template literal: with a million users, intermediate strings would cost more than the text.
  toFields: (user) =>
    `${user.id}\t${copied(user.userPrincipalName)}\t${copied(user.displayName)}\t${copied(user.mail)}\t${copiedFlag(user.accountEnabled)}\t${copiedFlag(user.guest)}\t${copiedFlag(user.mailbox)}\t${copiedArray(user.proxyAddresses)}`,
};

export const GROUPS: RowKind<DirectoryGroup> = {
  name: 'groups',
  key: ['group_id'],
  values: ['display_name', 'mail'],
  toFields: (group) => `${group.id}\t${copied(group.displayName)}\t${copied(group.mail)}`,
};

export const MEMBERSHIPS: RowKind<Membership> = {
  name: 'memberships',
  key: ['group_id', 'member_id'],
  values: ['member_kind'],
  toFields: ({ groupId, memberId, memberKind }) => `${groupId}\t${memberId}\t${memberKind}`,
};

export const ROW_KINDS = [USERS, GROUPS, MEMBERSHIPS] as const;
