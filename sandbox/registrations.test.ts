import { expect, test } from 'vitest';
import { DEFAULT_REGISTRATIONS, REGISTRATIONS } from './registrations.ts';

const rolesOf = (service: keyof typeof REGISTRATIONS) =>
  REGISTRATIONS[service].requiredAppRoles.flatMap(({ appRoleIds }) => appRoleIds).toSorted();

const SITES_READ = '332a536c-c7ef-4017-ab91-336970924f0d';
const FILES_READ_WRITE = '75359482-378d-4052-8f01-80520e7db3cd';
const USERS_READ = 'df021288-bdef-4463-88db-98f22de89214';
const MEMBERS_READ = '98830695-27a2-44f7-8c18-0c3ebc9698f6';

test('SharePoint and OneDrive have registrations with their app roles', () => {
  expect(rolesOf('sharepoint')).toEqual([SITES_READ, FILES_READ_WRITE].toSorted());
  expect(rolesOf('onedrive')).toEqual(
    [SITES_READ, FILES_READ_WRITE, USERS_READ, MEMBERS_READ].toSorted(),
  );
});

test('the default registrations are those of all consents, each with its own client and secret', () => {
  const { exchange, graph, sharepoint, onedrive } = REGISTRATIONS;
  expect(DEFAULT_REGISTRATIONS).toEqual([exchange, graph, sharepoint, onedrive]);
  expect(new Set(DEFAULT_REGISTRATIONS.map(({ clientId }) => clientId)).size).toBe(4);
  expect(new Set(DEFAULT_REGISTRATIONS.flatMap(({ secrets }) => secrets)).size).toBe(4);
});
