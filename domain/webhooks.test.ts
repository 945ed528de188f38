import { expect, test } from 'vitest';
import { EVENT_TYPES } from './events.ts';
import {
  DEFAULT_WEBHOOK_TYPES,
  exampleEvent,
  LONGEST_WEBHOOK_DELAY,
  MAX_WEBHOOK_BODY_BYTES,
  WEBHOOK_ATTEMPTS,
  webhookBodyOf,
  webhookDelay,
} from './webhooks.ts';

const HOUR = 3_600_000;

test('there are ten attempts within some three days', () => {
  expect(WEBHOOK_ATTEMPTS).toBe(10);
  const delays = Array.from({ length: 9 }, (_, index) => webhookDelay(index + 1, null));
  expect(delays.slice(0, 3)).toEqual([5000, 300_000, 1_800_000]);
  const total = delays.reduce((sum, delay) => sum + delay, 0);
  expect(total / HOUR).toBeGreaterThan(75);
  expect(total / HOUR).toBeLessThan(76);
});

test('an endpoint may ask for a longer wait, of at most a day, and not for a shorter one', () => {
  expect(webhookDelay(1, 60_000)).toBe(60_000);
  expect(webhookDelay(2, 1)).toBe(300_000);
  expect(webhookDelay(1, 1e12)).toBe(LONGEST_WEBHOOK_DELAY);
});

test.each(EVENT_TYPES)('a message about %s is far below the bound', (type) => {
  const body = webhookBodyOf(exampleEvent(type, 'contoso', '2026-11-30T09:00:00.000Z'));
  expect(JSON.stringify(body).length).toBeLessThan(MAX_WEBHOOK_BODY_BYTES / 10);
  expect(body).toMatchObject({ type, data: { organizationId: 'contoso' } });
  expect(body).not.toHaveProperty('test');
});

test('by default an endpoint gets everything but what comes with every synchronization', () => {
  expect(EVENT_TYPES.filter((type) => !DEFAULT_WEBHOOK_TYPES.includes(type))).toEqual([
    'synchronization.published',
  ]);
});
