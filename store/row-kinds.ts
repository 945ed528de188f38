/** How users, groups, memberships and sites are stored: in `staged_…` by run and in `directory_…` by account. */
import type {
  DirectoryGroup,
  DirectorySite,
  DirectoryUser,
  Membership,
} from '../domain/directory.ts';
import { copied, copiedArray, copiedFlag } from './copy-text.ts';

export interface RowKind<T> {
  readonly name: 'users' | 'groups' | 'memberships' | 'sites';
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

/** `personal` tells a OneDrive of whose owner nothing is known from other sites. */
export const SITES: RowKind<DirectorySite> = {
  name: 'sites',
  key: ['site_id'],
  values: [
    'url',
    'title',
    'description',
    'parent_id',
    'personal',
    'owner_drive_id',
    'owner_user_id',
    'owner_display_name',
    'owner_principal_name',
  ],
  toFields: ({ owner, ...site }) =>
    [
      copied(site.id),
      copied(site.url),
      copied(site.title),
      copied(site.description),
      copied(site.parentId),
      copiedFlag(owner !== null),
      copied(owner?.driveId ?? null),
      copied(owner?.userId ?? null),
      copied(owner?.displayName ?? null),
      copied(owner?.principalName ?? null),
    ].join('\t'),
};

export const ROW_KINDS = [USERS, GROUPS, MEMBERSHIPS, SITES] as const;
