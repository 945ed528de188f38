/** Users and groups as a directory holds them, in Microsoft Graph's vocabulary. */

export interface AssignedPlan {
  readonly assignedDateTime: string;
  readonly capabilityStatus: 'Enabled' | 'Deleted';
  readonly service: string;
  readonly servicePlanId: string;
}

export type MailboxPurpose = 'user' | 'linked' | 'shared' | 'room' | 'equipment';

export interface User {
  readonly id: string;
  readonly userPrincipalName: string;
  readonly displayName: string;
  readonly givenName: string | null;
  readonly surname: string | null;
  readonly mail: string | null;
  readonly mailNickname: string;
  readonly accountEnabled: boolean;
  readonly userType: 'Member' | 'Guest';
  /** `SMTP:` before the primary address, `smtp:` before the others. */
  readonly proxyAddresses: readonly string[];
  readonly assignedPlans: readonly AssignedPlan[];
  /** ISO 8601; null for some who were synchronized long ago. */
  readonly createdDateTime: string | null;
  /** What the mailbox is for (`userPurpose`); null for those who have none. */
  readonly mailbox: MailboxPurpose | null;
}

export interface Group {
  readonly id: string;
  readonly displayName: string;
  readonly description: string | null;
  readonly mail: string | null;
  readonly mailEnabled: boolean;
  readonly mailNickname: string;
  readonly securityEnabled: boolean;
  readonly groupTypes: readonly string[];
  readonly proxyAddresses: readonly string[];
  /** ISO 8601. */
  readonly createdDateTime: string;
}

/** What can be changed of a user. */
export type UserPatch = Partial<Pick<User, 'displayName' | 'accountEnabled' | 'mail'>>;
export type GroupPatch = Partial<Pick<Group, 'displayName' | 'description' | 'mail'>>;

/** A member of a group, by its position among the users or the groups. */
export interface MemberReference {
  readonly kind: 'user' | 'group';
  readonly position: number;
}
