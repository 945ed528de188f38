import type { Account } from './account.ts';

/**
 * Declares what one feature has received and remembers. It starts with what `empty` returns, and
 * continue-as-new carries it over. Keep the returned function inside the feature's file or folder:
 * other features ask, and do not write.
 * @param name unique among the inboxes of all features
 */
export function inbox<T extends object>(name: string, empty: () => T): (account: Account) => T {
  // One inbox has each name, so what is kept there is what this one wrote.
  return (account) => account.kept(name, empty) as T;
}
