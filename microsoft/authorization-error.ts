/** Errors with which Entra sends a browser back (RFC 6749 section 4.1.2.1). */
import { firstSentences, visible } from './errors.ts';

/** The parameters of an error, as received. */
export interface AuthorizationError {
  readonly error: string;
  readonly error_subcode?: string | undefined;
  readonly error_description?: string | undefined;
  readonly error_uri?: string | undefined;
}

/** The person declined the permissions. */
const DECLINED = '65004';

/**
 * True if the person said no: cancelled, or declined. Entra also says `access_denied` about what
 * nobody chose, such as an account of another tenant, and then its number is another one.
 */
export function isOwnNo(answer: AuthorizationError): boolean {
  if (answer.error_subcode === 'cancel') return true;
  const number = numberOf(answer);
  return number === DECLINED || (answer.error === 'access_denied' && number === null);
}

/** Longer than any OAuth error code of Microsoft's. */
const LONGEST_CODE = 60;

/** Entra's number and text, for a person: bounded, without trace ids. */
export function diagnosisOf(answer: AuthorizationError): string {
  const number = numberOf(answer);
  const text = firstSentences(answer.error_description ?? '');
  const words = text === '' ? visible(answer.error).slice(0, LONGEST_CODE) : text;
  return number === null || words.startsWith('AADSTS') ? words : `AADSTS${number}: ${words}`;
}

function numberOf({ error_description, error_uri }: AuthorizationError): string | null {
  const inText = /^AADSTS(\d{1,10})\b/.exec(error_description ?? '')?.[1];
  return inText ?? /[?&]code=(\d{1,10})\b/.exec(error_uri ?? '')?.[1] ?? null;
}
