/** What only the operators of the product can mend, or what hits many tenants at once. Told once, not for each tenant. */

interface OperatorAlert {
  /** In English. `{subject}` is what it is about. */
  readonly sentence: string;
  /** What to do. */
  readonly action: string;
}

export const OPERATOR_ALERTS = {
  credentialRejected: {
    sentence: 'Microsoft does not accept our credential for {subject}.',
    action: 'Renew the secret or certificate of this registration and restart the workers.',
  },
  credentialExpiresInDays30: {
    sentence: 'Our credential for {subject} ends in less than 30 days.',
    action: 'Add a new secret or certificate to this registration, configure it, then restart.',
  },
  credentialExpiresInDays7: {
    sentence: 'Our credential for {subject} ends in less than 7 days.',
    action: 'Add a new secret or certificate to this registration, configure it, then restart.',
  },
  unexpectedFailure: {
    sentence: 'The account {subject} met a failure that nobody expected.',
    action: 'Look at its workflow. It is tried again every hour, and continues once it is mended.',
  },
  microsoftUnavailable: {
    sentence:
      'Microsoft has not answered several organizations for a quarter of an hour ({subject}).',
    action: 'Look at the service health of Microsoft 365. Accounts continue by themselves.',
  },
} as const satisfies Record<string, OperatorAlert>;
export type OperatorAlertKind = keyof typeof OPERATOR_ALERTS;

export const operatorSentence = (kind: OperatorAlertKind, subject: string): string => {
  const { sentence, action } = OPERATOR_ALERTS[kind];
  return `${sentence.replace('{subject}', subject)} ${action}`;
};
