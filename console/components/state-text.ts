import { CONSENTS } from '../../domain/consents.ts';
import type { Account } from '../api/client.ts';

/** What the texts of a state need: the number of the step, and the name of what it asks consent for. */
export function stepOf({
  consentStep,
  consents,
}: Pick<Account, 'consentStep'> & {
  readonly consents: readonly Pick<Account['consents'][number], 'kind'>[];
}) {
  const step = consents.findIndex(({ kind }) => kind === consentStep) + 1;
  return { step, resource: consentStep === null ? '' : CONSENTS[consentStep].resourceName };
}
