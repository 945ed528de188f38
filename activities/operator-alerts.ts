import { type OperatorAlertKind, operatorSentence } from '../domain/operator-alerts.ts';
import { type ConsentKind, CONSENTS, serviceOfConsent } from '../domain/consents.ts';
import { SERVICES } from '../domain/services/services.ts';
import type { Dependencies } from './dependencies.ts';

/** What an alert about the credential of a consent's registration is about. */
export const credentialSubject = (kind: ConsentKind): string =>
  `${SERVICES[serviceOfConsent(kind)].name} (${CONSENTS[kind].resourceName})`;

type Needed = Pick<Dependencies, 'store' | 'alertOperators'>;

/** Alerts the operators, unless another account has done so and the alert is still open. */
export async function openAlert(
  { store, alertOperators }: Needed,
  kind: OperatorAlertKind,
  subject: string,
): Promise<void> {
  if (!(await store.operatorAlerts.open({ kind, subject }))) return;
  alertOperators({ kind, subject, state: 'opened', sentence: operatorSentence(kind, subject) });
}

/** Tells the operators that an alert is over, if one is open. */
export async function closeAlert(
  { store, alertOperators }: Needed,
  kind: OperatorAlertKind,
  subject: string,
): Promise<void> {
  const since = await store.operatorAlerts.close({ kind, subject });
  if (since === null) return;
  const sentence = `This is over. It began at ${since.toISOString()}.`;
  alertOperators({ kind, subject, state: 'closed', sentence });
}
