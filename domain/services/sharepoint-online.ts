/** SharePoint Online: the sites of the organization, without personal ones. */
import { MICROSOFT_GRAPH, type ServiceDefinition } from './service.ts';

export const SHAREPOINT_ONLINE = {
  id: 'sharepoint-online',
  name: 'SharePoint Online',
  workflowType: 'ProvisionSharePointWorkflow',
  consents: {
    sharepoint: {
      ...MICROSOFT_GRAPH,
      permissions: [
        {
          value: 'Sites.Read.All',
          appRoleId: '332a536c-c7ef-4017-ab91-336970924f0d',
          why: 'List the sites that will be protected.',
        },
        {
          // Sites.ReadWrite.All alone would do for both, but could change lists and pages, too.
          value: 'Files.ReadWrite.All',
          appRoleId: '75359482-378d-4052-8f01-80520e7db3cd',
          why: 'Scan files in all sites and move harmful ones.',
        },
      ],
      provenBy: 'sites',
      obstacles: ['unlicensed'],
    },
  },
  reads: 'sharepoint',
  copies: 'sites',
  target: 'site',
} as const satisfies ServiceDefinition;
