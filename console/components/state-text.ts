import type { Account } from '../api/client.ts';

/** What the texts of a state need: the number of the step, and the name of what it asks consent for. */
export function stepOf({ consentStep, consents }: Pick<Account, 'consentStep' | 'consents'>) {
  const at = consents.findIndex(({ kind }) => kind === consentStep);
  return { step: at + 1, resource: consents[at]?.resource ?? '' };
}
