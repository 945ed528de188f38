/** How each cell of the directory's calls may end, as data. */
import { type FailureType, isOutage } from '../../domain/failures.ts';
import type { Turn } from '../../domain/turns.ts';
import type { Answer } from './answers.ts';
import type { Frequency } from './hostile.ts';
import type { End } from './product.ts';

export interface EndingCell {
  readonly call: { readonly name: string; readonly scenario: string };
  readonly answer: Pick<Answer, 'name' | 'status' | 'code'>;
  readonly frequency: Frequency;
}
export type Kind = End['kind'];

/** What a matrix expects of a cell. */
export interface Endings {
  allowedEnds(cell: EndingCell): readonly Kind[];
  /** What a person is told, where the end is that a person is asked. */
  expectedReasons(cell: EndingCell): readonly string[];
  /** Whose turn it is then, where the account needs attention. */
  expectedTurns(cell: EndingCell): readonly Turn[];
}

/** Throttling and outages: only these are waited for, for as long as they last. */
export const OUTAGES = [
  '429 with Retry-After',
  '429 without',
  '500',
  '502',
  '503',
  '504',
  'dropped',
  'silence',
  'half a body',
  '429 with RateLimit',
  '503 with Retry-After',
];

/** Calls without which the product goes on. */
const OPTIONAL = ['count of users', 'count of groups', 'organization', 'purpose of a mailbox'];
/** Calls for which a person waits: a failure is a sentence at once. */
const INTERACTIVE = [
  'code of a sign-in',
  'signing keys',
  'user by name',
  'user by address',
  'groups by name',
  'users of a group',
];
/** Items that are left out and shown when they cannot be read. */
const SKIPPED = [
  'members of a group',
  'members of a group, later',
  'changed user',
  'purpose of a mailbox',
];
/** Step 1, in which anything that Exchange Web Services meet is a finding. */
const FINDINGS = ['token for Exchange', 'EWS operation'];

function allowedEnds({ call, answer, frequency }: EndingCell): readonly Kind[] {
  const outage = OUTAGES.includes(answer.name);
  if (INTERACTIVE.includes(call.name)) return ['asked', 'healed'];
  // Whether it is blocked is proven once more after step 2.
  if (call.name === 'EWS operation' && answer.name === '403' && frequency === 'once')
    return ['skipped'];
  if (frequency === 'once')
    return OPTIONAL.includes(call.name) ? ['healed', 'skipped'] : ['healed'];
  if (frequency === 'item')
    return SKIPPED.includes(call.name) ? ['skipped', 'healed'] : outage ? ['waits'] : ['asked'];
  if (FINDINGS.includes(call.name)) return ['waits', 'asked', 'skipped'];
  if (OPTIONAL.includes(call.name))
    return outage ? ['waits', 'healed', 'skipped'] : ['healed', 'skipped'];
  if (SKIPPED.includes(call.name)) return outage ? ['waits', 'skipped'] : ['skipped'];
  // A quarantine that does not work is looked at for a quarter of an hour. Then a person is asked.
  if (call.scenario === 'quarantine') return ['asked'];
  return outage ? ['waits'] : ['asked'];
}

/** What a status means, if its code means nothing. Any other answer is an unexpected one. */
const MEANINGS: Readonly<Record<number, FailureType>> = {
  401: 'AccessRefused',
  403: 'AccessRefused',
  429: 'MicrosoftThrottled',
  500: 'MicrosoftUnavailable',
  502: 'MicrosoftUnavailable',
  503: 'MicrosoftUnavailable',
  504: 'MicrosoftUnavailable',
};

export function meaningOf({ name, status, code }: EndingCell['answer']): FailureType {
  if (code === 'Request_ResourceNotFound') return 'NotFound';
  if (status === null) return 'MicrosoftUnavailable';
  if (name === '400 no license') return 'TenantUnlicensed';
  return name === '300 MB' ? 'UnexpectedAnswer' : (MEANINGS[status] ?? 'UnexpectedAnswer');
}

/** What a person is told, where the end is that a person is asked. */
function expectedReasons({ call, answer }: EndingCell): readonly string[] {
  const meaning = meaningOf(answer);
  const { status, name, code } = answer;
  if (call.name.startsWith('token for')) {
    const refused = status === 400 || status === 401;
    if (call.name === 'token for Exchange') return [refused ? 'TokenRefused' : meaning];
    return [refused ? 'AccessBlocked by TokenRefused' : 'ReadingFailed'];
  }
  if (call.name === 'code of a sign-in' && (status === 400 || status === 401))
    return ['SignInFailed'];
  if (call.name === 'users to try') return [`failed ${meaning}`];
  if (call.scenario === 'quarantine') {
    if (name === '300 MB') return ['failed ResponseTooLarge'];
    const refused = status !== null && status >= 400 && status < 429;
    if (code === 'Request_ResourceNotFound') return ['noMailbox'];
    return [`failed ${refused ? (code ?? 'NobodyKnows') : meaning}`];
  }
  if (call.name === 'user by name' && meaning === 'NotFound') return ['not found'];
  if (READING.includes(call.scenario)) return ['ReadingFailed'];
  const passing = call.scenario === 'verifyGraph' && meaning === 'NotFound';
  return [passing ? 'UnexpectedAnswer' : meaning];
}

/** Reads that are tried again and again before a person is asked to try. */
const READING: readonly string[] = ['synchronize', 'follow', 'readAgain', 'targets'];

/** Whose turn it is then, where the account needs attention. */
function expectedTurns(cell: EndingCell): readonly Turn[] {
  const { call, answer } = cell;
  const [reason] = expectedReasons(cell);
  if (reason === 'ReadingFailed') return ['consoleAdministrator'];
  if (call.scenario !== 'quarantine') return call.name === 'token for Graph' ? ['us'] : [];
  if (reason === 'noMailbox') return ['consoleAdministrator'];
  return isOutage(meaningOf(answer)) ? ['microsoft'] : ['us'];
}

export const ENDINGS: Endings = { allowedEnds, expectedReasons, expectedTurns };
