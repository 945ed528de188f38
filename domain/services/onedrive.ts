/** OneDrive for Business: the personal sites of users. */
import { MICROSOFT_GRAPH, type ServiceDefinition } from './service.ts';

export const ONEDRIVE = {
  id: 'onedrive',
  name: 'OneDrive',
  workflowType: 'ProvisionOneDriveWorkflow',
  consents: {
    onedrive: {
      ...MICROSOFT_GRAPH,
      permissions: [
        {
          value: 'Sites.Read.All',
          appRoleId: '332a536c-c7ef-4017-ab91-336970924f0d',
          why: 'List the personal sites that hold the drives of users.',
        },
        {
          value: 'Files.ReadWrite.All',
          appRoleId: '75359482-378d-4052-8f01-80520e7db3cd',
          why: 'Scan files in all drives and move harmful ones.',
        },
        {
          value: 'User.Read.All',
          appRoleId: 'df021288-bdef-4463-88db-98f22de89214',
          why: 'Find the users whose drives will be protected.',
        },
        {
          value: 'GroupMember.Read.All',
          appRoleId: '98830695-27a2-44f7-8c18-0c3ebc9698f6',
          why: 'Find users by the group that they belong to.',
        },
      ],
      provenBy: 'sites',
      obstacles: ['unlicensed'],
    },
  },
  reads: 'onedrive',
  copies: 'drives',
  target: 'user',
} as const satisfies ServiceDefinition;
