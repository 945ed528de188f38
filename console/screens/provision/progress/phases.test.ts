import { expect, test } from 'vitest';
import type { Method } from '../../../../domain/account.ts';
import type { Copies } from '../../../components/service.ts';
import { phasesOf, shareOf } from './phases.ts';

const at = (second: number) => new Date(second * 1000).toISOString();
const states = (
  synchronization: Parameters<typeof phasesOf>[0],
  method: Method,
  copies: Copies = 'usersAndGroups',
) => phasesOf(synchronization, { copies, method }).map(({ phase, state }) => `${phase} ${state}`);

test('no phase has started before the synchronization starts', () => {
  expect(states(null, 'all')).toEqual([
    'users upcoming',
    'groups upcoming',
    'publishing upcoming',
    'protected upcoming',
  ]);
});

test('the current phase is running and the previous one is done', () => {
  const synchronization = {
    phase: 'groups',
    outcome: 'running',
    phases: [
      { phase: 'users', startedAt: at(0), endedAt: at(5) },
      { phase: 'groups', startedAt: at(5), endedAt: null },
    ],
  } as const;
  expect(states({ ...synchronization, phases: [...synchronization.phases] }, 'all')).toEqual([
    'users done',
    'groups running',
    'publishing upcoming',
    'protected upcoming',
  ]);
});

test('after publishing, the final checks are running', () => {
  const phases = [{ phase: 'publishing' as const, startedAt: at(0), endedAt: at(1) }];
  expect(states({ phase: 'done', outcome: 'published', phases }, 'selected')).toEqual([
    'users done',
    'publishing done',
    'protected running',
  ]);
});

test('a cancelled synchronization is stopped in its current phase', () => {
  const phases = [{ phase: 'users' as const, startedAt: at(0), endedAt: at(1) }];
  expect(states({ phase: 'users', outcome: 'cancelled', phases }, 'all')[0]).toBe('users stopped');
});

test('the share of users read needs a total and is at most 1', () => {
  expect(shareOf({ users: 30, totalUsers: 120 })).toBe(0.25);
  expect(shareOf({ users: 121, totalUsers: 120 })).toBe(1);
  expect(shareOf({ users: 30, totalUsers: null })).toBeNull();
  expect(shareOf({ users: 0, totalUsers: 0 })).toBeNull();
});

test('sites and drives are read in one phase, whatever the method', () => {
  const phases = [{ phase: 'sites' as const, startedAt: at(0), endedAt: null }];
  const running = { phase: 'sites', outcome: 'running', phases } as const;
  for (const copies of ['sites', 'drives'] as const) {
    for (const method of ['all', 'selected'] as const) {
      expect(states({ ...running, phases: [...phases] }, method, copies)).toEqual([
        'sites running',
        'publishing upcoming',
        'protected upcoming',
      ]);
    }
  }
});
