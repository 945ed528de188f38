import { expect, test } from 'vitest';
import { sharePointAllowance } from './sharepoint-allowance.ts';
import { LIMITS, workloadOf } from './workload.ts';

const FINE = { throttled: false, units: null, used: null };
const MINUTE = 60_000;
const left = (remaining: number, reset = MINUTE) => ({
  ...FINE,
  rateLimit: { limit: 1_000, remaining, reset },
});

test('everything may be spent until SharePoint says that little is left', () => {
  const allowance = sharePointAllowance();
  allowance.spend(1_000_000, 0);
  expect(allowance.room(100, 0, 0)).toBe('free');
});

test('what is left is spent but for a reserve, until the limit is renewed', () => {
  const allowance = sharePointAllowance();
  allowance.note(left(200), 0, 0);
  expect(allowance.room(150, 0, 1)).toBe('free');
  expect(allowance.room(150, 1, 1)).toBe('spent');
  allowance.spend(140, 1);
  expect(allowance.room(11, 0, 1)).toBe('spent');
  expect(allowance.room(10, 0, 1)).toBe('free');
  expect(allowance.room(500, 0, MINUTE)).toBe('free');
});

test('an answer that comes late does not give back what was spent', () => {
  const allowance = sharePointAllowance();
  allowance.note(left(100), 0, 0);
  allowance.note(left(180), 0, 1);
  expect(allowance.room(51, 0, 2)).toBe('spent');
  allowance.note(left(180), 0, MINUTE + 2);
  expect(allowance.room(51, 0, MINUTE + 3)).toBe('free');
});

test("the day's limit is not waited for with a request at hand", () => {
  const allowance = sharePointAllowance();
  allowance.note(left(10, 2 * MINUTE), 0, 0);
  expect(allowance.room(1, 0, 30_000)).toEqual({ heldFor: 90_000 });
  expect(allowance.room(1, 0, MINUTE)).toBe('spent');
});

test('after a refusal nothing is spent until Retry-After is over', () => {
  const allowance = sharePointAllowance();
  allowance.note({ ...FINE, throttled: true, retryAfter: 5_000 }, 0, 0);
  allowance.note({ ...FINE, throttled: true, retryAfter: 1_000 }, 0, 0);
  expect(allowance.room(1, 0, 4_999)).toEqual({ heldFor: 1 });
  expect(allowance.room(1, 0, 5_000)).toBe('free');
});

test.each([
  ['/sites/getAllSites?$top=999', 2],
  ['/sites/oneDrive.getAllSites?$skiptoken=x', 2],
  ['/sites?search=x', 2],
  ['/sites/delta', 2],
  ['/sites/delta?token=latest', 1],
  ["/sites/microsoft.graph.delta(token='x')", 1],
  ['/sites/root', 1],
  ['/sites/contoso.sharepoint.com:/sites/delta?$select=id', 1],
  ['/sites/contoso.sharepoint.com,a,b/drive', 1],
  ['/users/a/drive?$select=id', 1],
  ['/drives/b', 1],
])('%s is for SharePoint and costs %s', (target, units) => {
  expect(workloadOf(target)).toBe('sharepoint');
  expect(LIMITS.sharepoint.cost(target)).toBe(units);
});

test.each(['/users', '/users/delta', '/users/drive', '/groups/x/members', '/sitesx', '/$batch'])(
  '%s is not for SharePoint',
  (target) => {
    expect(workloadOf(target)).toBe('directory');
  },
);
