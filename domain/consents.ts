/** The two consents, the permissions that each requests, and why. */

export const CONSENT_KINDS = ['exchange', 'graph'] as const;
export type ConsentKind = (typeof CONSENT_KINDS)[number];

/** An application permission (app role) that a consent requests. */
export interface Permission {
  readonly value: string;
  readonly appRoleId: string;
  readonly why: string;
}

interface Consent {
  readonly resourceName: string;
  readonly resourceAppId: string;
  /** The step is proven only with all of these roles. */
  readonly permissions: readonly Permission[];
}

/**
 * App role ids are Microsoft's published ones (Microsoft Graph permissions
 * reference; Office 365 Exchange Online's service principal).
 */
export const CONSENTS = {
  exchange: {
    resourceName: 'Office 365 Exchange Online',
    resourceAppId: '00000002-0000-0ff1-ce00-000000000000',
    permissions: [
      {
        value: 'full_access_as_app',
        appRoleId: 'dc890d15-9560-4a4c-9b7f-a736ec74ec40',
        why: 'Move messages to and from quarantine through Exchange Web Services.',
      },
    ],
  },
  graph: {
    resourceName: 'Microsoft Graph',
    resourceAppId: '00000003-0000-0000-c000-000000000000',
    permissions: [
      {
        value: 'User.Read.All',
        appRoleId: 'df021288-bdef-4463-88db-98f22de89214',
        why: 'List the users whose mailboxes will be protected.',
      },
      {
        value: 'GroupMember.Read.All',
        appRoleId: '98830695-27a2-44f7-8c18-0c3ebc9698f6',
        why: 'List groups and their members.',
      },
      {
        value: 'MailboxSettings.Read',
        appRoleId: '40f97065-369a-49f4-947c-6a255697ae91',
        why: 'Distinguish user mailboxes from shared, room and equipment mailboxes.',
      },
      {
        value: 'Mail.ReadWrite',
        appRoleId: 'e2a3a72e-5f79-4c64-b1b1-878b674786c9',
        why: 'Scan mail in all mailboxes and move harmful messages.',
      },
    ],
  },
} as const satisfies Record<ConsentKind, Consent>;

/** Microsoft's template id of the directory role Global Administrator. */
export const GLOBAL_ADMINISTRATOR = '62e90394-69f5-4237-9190-012177145e10';

/** The consent's permissions that are missing from a token's `roles`, in the order of `CONSENTS`. */
export function missingPermissions(kind: ConsentKind, roles: readonly string[]): string[] {
  return CONSENTS[kind].permissions.map(({ value }) => value).filter((v) => !roles.includes(v));
}
