/** Answers of EWS. */
import { envelope, escapeXml, fault } from './soap.ts';

export interface EwsAnswer {
  readonly status: 200 | 401 | 403 | 415 | 500 | 502 | 503 | 504;
  /** XML; empty if Exchange rejects a request before reading it. */
  readonly body: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export const rejected = (status: 401 | 403, reason: string): EwsAnswer => ({
  status,
  body: '',
  headers: {
    'x-ms-diagnostics': `2000008;reason="${reason}";error_category="invalid_grant"`,
    ...(status === 401 && {
      'WWW-Authenticate': 'Bearer client_id="00000002-0000-0ff1-ce00-000000000000"',
    }),
  },
});

/** A fault for the request as a whole. */
export const faulty = (...details: Parameters<typeof fault>): EwsAnswer => ({
  status: 500,
  body: fault(...details),
});

/** Exchange's throttling: the time to back off is in the body. */
export const busy = (seconds: number | null): EwsAnswer => ({
  ...faulty(
    'ErrorServerBusy',
    'The server cannot service this request right now. Try again later.',
    seconds === null ? {} : { BackOffMilliseconds: String(seconds * 1000) },
  ),
  status: 503,
});

/** The outcome for one folder or item of a request. Content is XML. */
export type Outcome =
  | { readonly content: string }
  | { readonly code: string; readonly message: string };

function messageOf(operation: string, outcome: Outcome): string {
  const name = `m:${operation}ResponseMessage`;
  if ('content' in outcome)
    return `<${name} ResponseClass="Success"><m:ResponseCode>NoError</m:ResponseCode>${outcome.content}</${name}>`;
  return (
    `<${name} ResponseClass="Error"><m:MessageText>${escapeXml(outcome.message)}</m:MessageText>` +
    `<m:ResponseCode>${outcome.code}</m:ResponseCode><m:DescriptiveLinkKey>0</m:DescriptiveLinkKey></${name}>`
  );
}

/** One response message per outcome, in the order of the request. */
export function responseOf(operation: string, outcomes: readonly Outcome[]): EwsAnswer {
  const messages = outcomes.map((outcome) => messageOf(operation, outcome)).join('');
  const response = `<m:ResponseMessages>${messages}</m:ResponseMessages>`;
  return {
    status: 200,
    body: envelope(`<m:${operation}Response>${response}</m:${operation}Response>`),
  };
}
