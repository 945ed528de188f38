/** How users, groups and memberships are kept: in `staged_…` by run and in `directory_…` by account. */
import type { DirectoryGroup, DirectoryUser, Membership } from '../domain/directory.ts';

type Value = string | boolean | null | readonly string[];

export interface RowKind<T> {
  readonly name: 'users' | 'groups' | 'memberships';
  readonly key: readonly string[];
  /** The other columns. */
  readonly values: readonly string[];
  /** In the order of key and values. */
  toRow(item: T): readonly Value[];
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
  toRow: (user) => [
    user.id,
    user.userPrincipalName,
    user.displayName,
    user.mail,
    user.accountEnabled,
    user.guest,
    user.mailbox,
    user.proxyAddresses,
  ],
};

export const GROUPS: RowKind<DirectoryGroup> = {
  name: 'groups',
  key: ['group_id'],
  values: ['display_name', 'mail'],
  toRow: (group) => [group.id, group.displayName, group.mail],
};

export const MEMBERSHIPS: RowKind<Membership> = {
  name: 'memberships',
  key: ['group_id', 'member_id'],
  values: ['member_kind'],
  toRow: (membership) => [membership.groupId, membership.memberId, membership.memberKind],
};

export const ROW_KINDS = [USERS, GROUPS, MEMBERSHIPS] as const;
