import { expect, test } from 'vitest';
import type { Method } from '../domain/account.ts';
import { ProvostError } from '../domain/failures.ts';
import type { Service } from '../domain/services/services.ts';
import { requiredMethodOf, requireMethod } from './required-method.ts';

const holder = (service: Service, method: Method | null) => ({
  accountId: `account of ${service}`,
  service,
  method,
});

test('nothing is required while no other service has chosen', () => {
  expect(requiredMethodOf('onedrive', null)).toBeNull();
  const undecided = { holders: [holder('exchange-online', null), holder('onedrive', 'selected')] };
  expect(requiredMethodOf('onedrive', undecided)).toBeNull();
});

test('the method of the others is required, with the services that use it', () => {
  const holders = [
    holder('onedrive', null),
    holder('sharepoint-online', 'all'),
    holder('exchange-online', 'all'),
  ];
  expect(requiredMethodOf('onedrive', { holders })).toEqual({
    method: 'all',
    services: ['exchange-online', 'sharepoint-online'],
  });
  expect(requiredMethodOf('exchange-online', { holders })).toEqual({
    method: 'all',
    services: ['sharepoint-online'],
  });
});

test('the other method is refused, with who uses which and what to do', () => {
  const required = { method: 'all', services: ['exchange-online', 'sharepoint-online'] } as const;
  const refusal = () =>
    requireMethod('selected', { ...required, services: [...required.services] });
  expect(refusal).toThrow(ProvostError);
  expect(refusal).toThrow(
    'Exchange Online and SharePoint Online use the other method, and all services must use the same one. Choose the same method, or remove them under Administration > Service Account and provision again.',
  );
  expect(() => requireMethod('selected', { method: 'all', services: ['onedrive'] })).toThrow(
    'OneDrive uses the other method, and all services must use the same one. Choose the same method, or remove it under Administration > Service Account and provision again.',
  );
  requireMethod('all', { method: 'all', services: ['onedrive'] });
  requireMethod('all', null);
});
