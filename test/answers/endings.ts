/** How each cell may end, as data. */
import type { Answer } from './answers.ts';
import type { Call } from './calls.ts';
import type { Frequency } from './hostile.ts';
import type { End } from './scenarios.ts';

interface Cell {
  readonly call: Pick<Call, 'name' | 'scenario'>;
  readonly answer: Pick<Answer, 'name'>;
  readonly frequency: Frequency;
}
type Kind = End['kind'];

/** Throttling and outages: only these are waited for, for as long as they last. */
const OUTAGES = [
  '429 with Retry-After',
  '429 without',
  '500',
  '502',
  '503',
  '504',
  'dropped',
  'silence',
  'half a body',
];

/** Calls without which the product goes on. */
const OPTIONAL = ['count of users', 'count of groups', 'organization', 'purpose of a mailbox'];
/** Calls for which a person waits: a failure is a sentence at once. */
const INTERACTIVE = ['user by name', 'user by address', 'groups by name', 'users of a group'];
/** Items that are left out and shown when they cannot be read. */
const SKIPPED = ['members of a group', 'changed user', 'purpose of a mailbox'];
/** Step 1, in which anything that Exchange Web Services meet is a finding. */
const FINDINGS = ['token for Exchange', 'EWS operation'];

export function allowedEnds({ call, answer, frequency }: Cell): readonly Kind[] {
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
