/** The tenants of a sandbox and the people who sign in. Passwords are public: the sign-in page lists them. */
import { defaultFaults } from './default-faults.ts';
import type { Faults, Person, Tenant } from './model.ts';

/** Template ids of the directory roles used in the sandbox. */
export const DIRECTORY_ROLES = {
  globalAdministrator: '62e90394-69f5-4237-9190-012177145e10',
  privilegedRoleAdministrator: 'e8611ab8-c189-46e8-94e1-60213ab1f814',
  applicationAdministrator: '9b895d92-2cd3-44c7-9d02-a6ac2d5ea5c3',
  cloudApplicationAdministrator: '158c047a-c907-4556-b7ef-466551a6b5f7',
  exchangeAdministrator: '29232cdf-9323-42fd-ade2-1d097af3e4de',
} as const;
type DirectoryRole = keyof typeof DIRECTORY_ROLES;

const FABRIKAM_ID = '9d4e6c1a-83b7-4f25-a0d9-5e7c12b8f346';

const person = (
  objectId: string,
  userPrincipalName: string,
  displayName: string,
  password: string,
  role?: DirectoryRole,
): Person => ({
  objectId,
  userPrincipalName,
  displayName,
  password,
  directoryRoles: role ? [DIRECTORY_ROLES[role]] : [],
});

const CONSULTANT_PASSWORD = 'fabrikam-consultant';

const CONTOSO_PEOPLE: readonly Person[] = [
  person(
    '1b7e02d4-6c9f-4a38-b5e1-70d2f8a4c631',
    'admin@contoso.example',
    'Ada Lindqvist',
    'contoso-admin',
    'globalAdministrator',
  ),
  person(
    '2c8f13e5-7da0-4b49-86f2-81e3a9b5d742',
    'roles@contoso.example',
    'Bruno Carvalho',
    'contoso-roles',
    'privilegedRoleAdministrator',
  ),
  person(
    '3d9a24f6-8eb1-4c5a-97a3-92f4bac6e853',
    'apps@contoso.example',
    'Chiara Romano',
    'contoso-apps',
    'cloudApplicationAdministrator',
  ),
  person(
    '4eab35a7-9fc2-4d6b-a8b4-a3a5cbd7f964',
    'exchange@contoso.example',
    'Dmitri Sokolov',
    'contoso-exchange',
    'exchangeAdministrator',
  ),
  person(
    '5fbc46b8-a0d3-4e7c-b9c5-b4b6dce8a075',
    'user@contoso.example',
    'Emeka Obi',
    'contoso-user',
  ),
  {
    ...person(
      '60cd57c9-b1e4-4f8d-8ad6-c5c7edf9b186',
      'consultant_fabrikam.example#EXT#@contoso.example',
      'Farah Haddad',
      CONSULTANT_PASSWORD,
      'globalAdministrator',
    ),
    homeTenantId: FABRIKAM_ID,
  },
];

const FABRIKAM_PEOPLE: readonly Person[] = [
  person(
    '71de68da-c2f5-4a9e-9be7-d6d8fe0ac297',
    'admin@fabrikam.example',
    'Gustav Holm',
    'fabrikam-admin',
    'globalAdministrator',
  ),
  person(
    '82ef79eb-d306-4baf-acf8-e7e90f1bd3a8',
    'exchange@fabrikam.example',
    'Hana Sato',
    'fabrikam-exchange',
    'exchangeAdministrator',
  ),
  person(
    '93f08afc-e417-4cb0-bd09-f8fa102ce4b9',
    'user@fabrikam.example',
    'Ivo Novak',
    'fabrikam-user',
  ),
  person(
    'a4019b0d-f528-4dc1-8e1a-090b213df5ca',
    'consultant@fabrikam.example',
    'Farah Haddad',
    CONSULTANT_PASSWORD,
  ),
];

const NORTHWIND_PEOPLE: readonly Person[] = [
  person(
    'b512ac1e-0639-4ed2-9f2b-1a1c324e06db',
    'admin@northwind.example',
    'Jun Park',
    'northwind-admin',
    'globalAdministrator',
  ),
  person(
    'c623bd2f-174a-4fe3-a03c-2b2d435f17ec',
    'roles@northwind.example',
    'Katarina Weiss',
    'northwind-roles',
    'privilegedRoleAdministrator',
  ),
  person(
    'd734ce30-285b-40f4-b14d-3c3e546028fd',
    'user@northwind.example',
    'Luis Ortega',
    'northwind-user',
  ),
  {
    ...person(
      'e845df41-396c-4105-a25e-4d4f65713a0e',
      'eligible@northwind.example',
      'Mirja Saarinen',
      'northwind-eligible',
    ),
    eligibleRoles: [DIRECTORY_ROLES.globalAdministrator],
  },
  {
    ...person(
      'f956e052-4a7d-4216-b36f-5e5076824b1f',
      'consultant_fabrikam.example#EXT#@northwind.example',
      'Farah Haddad',
      CONSULTANT_PASSWORD,
      'globalAdministrator',
    ),
    homeTenantId: FABRIKAM_ID,
    isExternalMember: true,
  },
];

/** The initial state of a tenant. */
export interface TenantDefinition {
  readonly id: string;
  readonly displayName: string;
  readonly defaultDomain: string;
  readonly people: readonly Person[];
  readonly users: number;
  /** Whether the sandbox options set the size of this tenant. */
  readonly isMain: boolean;
  readonly initialFaults: Partial<Faults>;
}

/**
 * Contoso, the main tenant, with the given number of users; Fabrikam with 250; Northwind with 60
 * and Exchange Web Services blocked.
 */
export const tenantDefinitions = (mainUsers: number): readonly TenantDefinition[] => [
  {
    id: '7c3f1d2e-5a84-4b96-8e07-c1d9b2a6f053',
    displayName: 'Contoso',
    defaultDomain: 'contoso.example',
    people: CONTOSO_PEOPLE,
    users: mainUsers,
    isMain: true,
    initialFaults: {},
  },
  {
    id: FABRIKAM_ID,
    displayName: 'Fabrikam',
    defaultDomain: 'fabrikam.example',
    people: FABRIKAM_PEOPLE,
    users: 250,
    isMain: false,
    initialFaults: {},
  },
  {
    id: 'e1a75b93-2d6c-4f08-b3e4-96c80a17d5f2',
    displayName: 'Northwind',
    defaultDomain: 'northwind.example',
    people: NORTHWIND_PEOPLE,
    users: 60,
    isMain: false,
    initialFaults: { ewsBlocked: true },
  },
];

const initialFaults = (definition: TenantDefinition): Faults => ({
  ...defaultFaults(),
  ...definition.initialFaults,
});

const noRequests = (): Tenant['counters'] => ({ graph: 0, token: 0, ews: 0, throttled: 0 });

/** A tenant without any consent. */
export const createTenant = (definition: TenantDefinition): Tenant => ({
  id: definition.id,
  displayName: definition.displayName,
  defaultDomain: definition.defaultDomain,
  people: definition.people,
  grants: [],
  faults: initialFaults(definition),
  counters: noRequests(),
  operations: new Set(),
});

/** Restores the tenant to the state that `createTenant` returns. */
export function resetTenant(tenant: Tenant, definition: TenantDefinition): void {
  tenant.grants = [];
  tenant.faults = initialFaults(definition);
  Object.assign(tenant.counters, noRequests());
  tenant.operations.clear();
}
