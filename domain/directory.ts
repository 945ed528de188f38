/** Our copy of a tenant's users and groups. Ids are Entra object ids, lower case. */

export interface DirectoryUser {
  readonly id: string;
  readonly userPrincipalName: string;
  readonly displayName: string | null;
  readonly mail: string | null;
  readonly accountEnabled: boolean;
  readonly guest: boolean;
  /** An enabled Exchange plan; which kind of mailbox it is, it does not say. */
  readonly mailbox: boolean;
  readonly proxyAddresses: readonly string[];
}

export interface DirectoryGroup {
  readonly id: string;
  readonly displayName: string | null;
  readonly mail: string | null;
}

/** What a mailbox is for, in Microsoft's words (`userPurpose` of Graph's mailboxSettings). */
export const MAILBOX_KINDS = ['user', 'shared', 'room', 'equipment', 'linked', 'others'] as const;
export type MailboxKind = (typeof MAILBOX_KINDS)[number];

/** An item of Microsoft's that was left out: its id where it has one, and which of its properties make no sense. */
export interface SkippedItem {
  readonly kind: 'user' | 'group' | 'member';
  readonly id: string | null;
  readonly properties: readonly string[];
}

/** A direct membership; a member may be a user or a nested group. */
export interface Membership {
  readonly groupId: string;
  readonly memberId: string;
  readonly memberKind: 'user' | 'group';
}
