import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { homeOf, LAST_ORGANIZATION, localAddress } from './addresses.ts';

const kept = new Map<string, string>();

beforeEach(() => {
  vi.stubGlobal('location', { origin: 'https://provost.example' });
  vi.stubGlobal('localStorage', { getItem: (key: string) => kept.get(key) ?? null });
});

afterEach(() => {
  kept.clear();
  vi.unstubAllGlobals();
});

test('a console address is kept for the redirect after sign-in', () => {
  expect(localAddress('/organizations/contoso/dashboard?tab=history')).toBe(
    '/organizations/contoso/dashboard?tab=history',
  );
});

test.each([
  'https://evil.example/',
  '//',
  '//evil.example',
  '/\\evil.example',
  '\t//evil.example',
  'javascript:alert(1)',
  undefined,
  7,
])('%j is rejected', (address) => {
  expect(localAddress(address)).toBeUndefined();
});

const session = {
  user: { id: '1', email: 'ada@example.com', name: 'Ada' },
  language: 'en' as const,
  activeOrganizationId: null,
  organizations: [
    { id: 'contoso', name: 'Contoso', role: 'administrator' as const },
    { id: 'fabrikam', name: 'Fabrikam', role: 'viewer' as const },
  ],
};

test('home is the last visited organization while the user is still a member of it', () => {
  expect(homeOf(session)).toBe('/organizations/contoso/dashboard');
  kept.set(LAST_ORGANIZATION, 'fabrikam');
  expect(homeOf(session)).toBe('/organizations/fabrikam/dashboard');
  kept.set(LAST_ORGANIZATION, 'northwind');
  expect(homeOf(session)).toBe('/organizations/contoso/dashboard');
});
