import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DATABASES } from './store.fixture.ts';
import { createStore } from './store.ts';

describe.each(Object.entries(DATABASES))('on %s', (_, open) => {
  let database: Awaited<ReturnType<typeof open>>;
  beforeAll(async () => {
    database = await open();
  });
  afterAll(() => database.close());

  test('an event that is told twice, also at the same time, is recorded once', async () => {
    const { db } = database.connection;
    const { events } = createStore(db);
    const event = {
      organizationId: randomUUID(),
      accountId: randomUUID(),
      type: 'account.protected',
      data: { service: 'onedrive', tenantId: randomUUID() },
      dedupeKey: randomUUID(),
    } as const;
    await Promise.all([events.record(event), events.record(event)]);
    await events.record(event);
    const rows = await db
      .selectFrom('events')
      .select(['type', 'data'])
      .where('accountId', '=', event.accountId)
      .execute();
    expect(rows).toEqual([{ type: event.type, data: event.data }]);
  });
});
