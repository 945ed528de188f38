import { expect, test } from 'vitest';
import { unitBudget, unitCost } from './resource-units.ts';

test.each([
  ['/users?$top=999', 2],
  ['/users?$top=999&$select=id', 1],
  ['/users?$top=999&$select=id&$filter=startswith(userPrincipalName,%27a%27)', 1],
  ['/users/$count', 1],
  ['/users/delta?$deltatoken=a', 1],
  ['/users/1/mailboxSettings/userPurpose', 1],
  ['/groups?$top=999&$select=id', 1],
  ['/groups/1/members?$top=999', 3],
  ['/groups/1/members?$top=999&$select=id', 2],
  ['/groups/1/members?$top=10&$select=id', 1],
  ['/groups/1/transitiveMembers/microsoft.graph.user?$select=id&$expand=manager', 5],
])('%s costs %i', (target, units) => {
  expect(unitCost(target)).toBe(units);
});

test('larger tenants have a larger budget', () => {
  expect([49, 50, 500, 501].map(unitBudget)).toEqual([3500, 5000, 5000, 8000]);
});
