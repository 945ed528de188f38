/** Entra's error formats. */
import { ERRORS } from './error-table.ts';

export type EntraErrorName = keyof typeof ERRORS;

/** The ids of a request in Entra's responses. */
export interface RequestIds {
  readonly traceId: string;
  readonly correlationId: string;
}

const ENTRA = 'https://login.microsoftonline.com';

const fill = (text: string, values: Record<string, string>): string =>
  text.replaceAll(/\{(\w+)\}/g, (_, name: string) => values[name] ?? '');

/** `2026-02-28 11:25:19Z`, Entra's timestamp format. */
const timestamp = (now: Date): string => `${now.toISOString().slice(0, 19).replace('T', ' ')}Z`;

/** An Entra error. `message` is the text without number and ids. */
export class EntraError extends Error {
  override readonly name = 'EntraError';
  readonly number: number;
  readonly error: string;
  readonly status: 400 | 401 | 429 | 500 | 503;

  constructor(name: EntraErrorName, values: Record<string, string> = {}) {
    super(fill(ERRORS[name].text, values));
    this.number = ERRORS[name].number;
    this.error = ERRORS[name].error;
    this.status = ERRORS[name].status;
  }

  /** Number, text, ids and timestamp. The divider is a space in JSON and CRLF in redirects. */
  describe({ traceId, correlationId }: RequestIds, divider: ' ' | '\r\n'): string {
    return [
      `AADSTS${this.number}: ${this.message}`,
      `Trace ID: ${traceId}`,
      `Correlation ID: ${correlationId}`,
      `Timestamp: ${timestamp(new Date())}`,
    ].join(divider);
  }

  get uri(): string {
    return `${ENTRA}/error?code=${this.number}`;
  }
}

/** The response body of a rejected token request. */
export const tokenErrorBody = (error: EntraError, ids: RequestIds) => ({
  error: error.error,
  error_description: error.describe(ids, ' '),
  error_codes: [error.number],
  timestamp: timestamp(new Date()),
  trace_id: ids.traceId,
  correlation_id: ids.correlationId,
  error_uri: error.uri,
});
