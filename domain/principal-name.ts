/** User principal names, as far as they can be told from the other names that Microsoft gives people. */

/** A name like an e-mail address. Characters as in Microsoft's policy for user principal names. */
const ADDRESS = /^[^\s@]{1,64}@((?:[a-z0-9-]{1,63}\.)+[a-z0-9-]{1,63})$/i;

/** In the names of invited users, and of administrators with a personal account. */
const INVITED = '#ext#';

/** Whether a user principal name is that of an invited user: a guest, or an external member. */
const isInvited = (name: string): boolean => name.toLowerCase().includes(INVITED);

/**
 * The domain of a name that is a user principal name or an e-mail address; null for a phone
 * number, an invited user's name, and anything else that a token may call a name.
 */
export function domainOf(name: string): string | null {
  if (name.length > 320 || isInvited(name)) return null;
  return ADDRESS.exec(name)?.[1]?.toLowerCase() ?? null;
}
