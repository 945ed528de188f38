/** Our copy of a tenant's users and groups, or of its sites. Ids of users and groups are Entra object ids, lower case. */

export interface DirectoryUser {
  readonly id: string;
  readonly userPrincipalName: string;
  readonly displayName: string | null;
  readonly mail: string | null;
  readonly accountEnabled: boolean;
  readonly guest: boolean;
  /** Has an enabled Exchange plan. Does not tell the kind of mailbox. */
  readonly mailbox: boolean;
  readonly proxyAddresses: readonly string[];
}

/**
 * Whether a user has a mailbox, as far as licence and address tell: an enabled Exchange plan is a
 * mailbox; a guest, or a user without an address, has none. Null if Microsoft has to be asked, as
 * about shared mailboxes, rooms and equipment.
 */
export function hasMailbox({
  mailbox,
  guest,
  mail,
}: Pick<DirectoryUser, 'mailbox' | 'guest' | 'mail'>): boolean | null {
  if (mailbox) return true;
  return guest || mail === null ? false : null;
}

export interface DirectoryGroup {
  readonly id: string;
  readonly displayName: string | null;
  readonly mail: string | null;
}

/** Microsoft's mailbox purposes (`userPurpose` in Graph's mailboxSettings). */
export const MAILBOX_KINDS = ['user', 'shared', 'room', 'equipment', 'linked', 'others'] as const;
export type MailboxKind = (typeof MAILBOX_KINDS)[number];

/**
 * A Graph item that was skipped: its id, if it has one, and its invalid properties. `members`: the
 * list of a group's members.
 */
export interface SkippedItem {
  readonly kind: 'user' | 'group' | 'member' | 'members' | 'site';
  readonly id: string | null;
  readonly properties: readonly string[];
  /** Microsoft's error code, if it refused the item. */
  readonly code?: string;
}

/** A SharePoint site, or the personal site that holds a user's OneDrive. */
export interface DirectorySite {
  /** `hostname,siteCollectionId,webId`, lower case. */
  readonly id: string;
  readonly url: string;
  readonly title: string | null;
  readonly description: string | null;
  /** The site that this one is nested in; null for the top of a site collection. */
  readonly parentId: string | null;
  /** Whose OneDrive it is; null for every other site. */
  readonly owner: SiteOwner | null;
}

/** What is known of the owner of a OneDrive. */
export interface SiteOwner {
  readonly driveId: string | null;
  readonly userId: string | null;
  readonly displayName: string | null;
  readonly principalName: string | null;
}

/** A direct membership; a member may be a user or a nested group. */
export interface Membership {
  readonly groupId: string;
  readonly memberId: string;
  readonly memberKind: 'user' | 'group';
}
