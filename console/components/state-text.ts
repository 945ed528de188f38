import type { Account } from '../api/client.ts';
import { copiesOf } from './service.ts';

/** The sentence of a state: some of them depend on what the service copies. */
export function stateLeadKey({ state, service }: Pick<Account, 'state' | 'service'>) {
  switch (state) {
    case 'awaitingTargets':
    case 'synchronizing':
    case 'protected':
      return `stateLead.${state}.${copiesOf(service)}` as const;
    default:
      return `stateLead.${state}` as const;
  }
}

/** What the texts of a state need: the number of the step, and the name of what it asks consent for. */
export function stepOf({ consentStep, consents }: Pick<Account, 'consentStep' | 'consents'>) {
  const at = consents.findIndex(({ kind }) => kind === consentStep);
  return { step: at + 1, resource: consents[at]?.resource ?? '' };
}
