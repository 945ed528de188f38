import { expect, test } from 'vitest';
import { mailboxNames } from './audited-mailboxes.ts';

const [ACCOUNT, REMOVED] = ['account', 'removed account'];
const [PUBLISHED, TRIED, GONE] = ['published', 'tried', 'gone'];

/** Of the account; the other one was removed with all addresses. */
const namesOf = (events: Parameters<typeof mailboxNames>[1]) => {
  const only = (own: Record<string, string>) => async (accountId: string) =>
    new Map(accountId === ACCOUNT ? Object.entries(own) : []);
  return mailboxNames(
    {
      published: { addresses: only({ [PUBLISHED]: 'new@contoso.example' }) },
      canaryMailboxes: {
        addresses: only({ [PUBLISHED]: 'old@contoso.example', [TRIED]: 'tried@contoso.example' }),
      },
    },
    events,
  );
};

const naming = (userId: unknown, accountId: string | null = ACCOUNT) => ({
  accountId,
  details: { userId },
});

test.each([
  ['its published address', naming(PUBLISHED), 'new@contoso.example'],
  [
    'the address at which it was tried, if it is not published',
    naming(TRIED),
    'tried@contoso.example',
  ],
  ['its object id, if no address is known', naming(GONE), GONE],
  ['its object id, once the account is removed', naming(PUBLISHED, REMOVED), PUBLISHED],
  ['nothing, if the event names none', { accountId: ACCOUNT, details: {} }, null],
  ['nothing, for the default', naming(null), null],
])('a mailbox is shown by %s', async (_how, event, shown) => {
  const nameOf = await namesOf([event, naming(PUBLISHED)]);
  expect(nameOf(event)).toBe(shown);
});
