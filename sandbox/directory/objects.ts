/** Users and groups of a directory, with Microsoft Graph's property names. */

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
  /** ISO 8601; null for some users that were synchronized long ago. */
  readonly createdDateTime: string | null;
  /** The mailbox purpose (`userPurpose`); null without a mailbox. */
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

/** The user properties that can be changed. */
export type UserPatch = Partial<Pick<User, 'displayName' | 'accountEnabled' | 'mail'>>;
export type GroupPatch = Partial<Pick<Group, 'displayName' | 'description' | 'mail'>>;

/** A group member, by position in the user or group collection. */
export interface MemberReference {
  readonly kind: 'user' | 'group';
  readonly position: number;
}
