/** Shown while Microsoft keeps us from reading although the consent is there. */
import { readingConsent } from '../../../../domain/consents.ts';
import type { Account } from '../../../api/client.ts';
import { ReasonSection } from '../../../components/reason-section.tsx';
import { CheckReport } from '../consents/check-report.tsx';

export function AccessBlockedPart({ account }: { account: Account }) {
  const kind = account.attention?.consent ?? readingConsent(account.service);
  const check = account.consents.find((each) => each.kind === kind)?.check;
  return <ReasonSection account={account}>{check && <CheckReport check={check} />}</ReasonSection>;
}
