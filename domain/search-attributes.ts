/** Search attributes for operators. No personal data: search attributes are not encrypted. */
export const SEARCH_ATTRIBUTES = {
  ProvisioningState: 'KEYWORD',
  Service: 'KEYWORD',
  ConsentStep: 'KEYWORD',
  OrganizationId: 'KEYWORD',
  TenantId: 'KEYWORD',
  SyncMethod: 'KEYWORD',
  QuarantineAdapter: 'KEYWORD',
} as const;
export type SearchAttributeName = keyof typeof SEARCH_ATTRIBUTES;

export const SEARCH_ATTRIBUTE_NAMES = [
  'ProvisioningState',
  'Service',
  'ConsentStep',
  'OrganizationId',
  'TenantId',
  'SyncMethod',
  'QuarantineAdapter',
] as const satisfies readonly SearchAttributeName[];
