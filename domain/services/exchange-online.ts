/** Exchange Online: the mailboxes of users. */
import { MICROSOFT_GRAPH, type ServiceDefinition } from './service.ts';

/** The instant at which Microsoft ends Exchange Web Services in Exchange Online. */
export const EWS_END = '2027-04-01T00:00:00Z';

/**
 * App role ids are Microsoft's published ones (Microsoft Graph permissions
 * reference; Office 365 Exchange Online's service principal).
 */
export const EXCHANGE_ONLINE = {
  id: 'exchange-online',
  name: 'Exchange Online',
  workflowType: 'ProvisionExchangeWorkflow',
  consents: {
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
      provenBy: 'mailbox',
      obstacles: ['ewsBlocked'],
      endsAt: EWS_END,
    },
    graph: {
      ...MICROSOFT_GRAPH,
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
      provenBy: 'directory',
      obstacles: [],
    },
  },
  reads: 'graph',
  copies: 'usersAndGroups',
  target: 'user',
} as const satisfies ServiceDefinition;
