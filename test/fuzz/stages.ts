/** The API, fuzzed at several moments of an account's life. */
import { z } from 'zod';
import { DEMO_ADMINISTRATOR } from '../../api/authentication/seeds.ts';
import { ADMINISTRATORS } from '../support/administrator.ts';
import {
  beginProvisioning,
  completeConsents,
  openSession,
  until,
} from '../support/console-session.ts';
import type { Stack } from '../support/stack.ts';
import { type Answer, fuzz, type FuzzResult } from './schemathesis.ts';

/** The stream of events never ends, and nothing is left to find after the removal. */
export const LASTING = ['--exclude-path-regex', '/events$', '--exclude-method', 'DELETE'];
const REMOVING = ['--include-method', 'DELETE'];

/** Changes a minute. With the limit of people, most requests would be refused as too many. */
export const UNLIMITED = 1_000_000;

/** About as many as the document has. */
const ROUTES = 20;

interface Stage {
  readonly name: string;
  /** Brings the account there. */
  readonly reach: (stack: Stack) => Promise<unknown>;
  readonly routes: readonly string[];
  /** The part of all requests that is sent here. */
  readonly share: number;
}

export const STAGES: readonly Stage[] = [
  { name: 'a new account', reach: beginProvisioning, routes: LASTING, share: 0.3 },
  { name: 'both consents', reach: consent, routes: LASTING, share: 0.3 },
  { name: 'protected', reach: protect, routes: LASTING, share: 0.39 },
  { name: 'removal', reach: async () => undefined, routes: REMOVING, share: 0.01 },
];

async function consent(stack: Stack): Promise<void> {
  await completeConsents(await openSession(stack));
}

/** The requests of the stage before may have submitted targets already. */
async function protect(stack: Stack): Promise<void> {
  const { client } = await openSession(stack);
  const { state } = await client.account();
  if (state === 'awaitingTargets') await client.submit({ method: 'all' });
  await until(client, (account) => account.state === 'protected');
}

export interface StageOptions {
  readonly requests: number;
  readonly seed: number;
}

/** Sends at least that many requests in a stage: those that cover the document, then random ones. */
export async function fuzzStage(
  stack: Stack,
  { reach, routes, share }: Stage,
  { requests, seed }: StageOptions,
): Promise<FuzzResult> {
  await reach(stack);
  const target = { origin: stack.origin, ...(await knownAt(stack)), choice: routes };
  const answers: Answer[] = [];
  const failures: string[] = [];
  const wanted = Math.ceil(requests * share);
  for (let round = 0; answers.length < wanted; round += 1) {
    const phase = round === 0 ? 'coverage' : 'fuzzing';
    const examples = Math.ceil((wanted - answers.length) / ROUTES);
    const result = await fuzz({ ...target, phase, examples, seed: seed + round });
    answers.push(...result.answers);
    if (result.failures) failures.push(result.failures);
  }
  return { answers, failures: failures.length > 0 ? failures.join('\n') : null };
}

const runsSchema = z.object({ synchronizations: z.array(z.object({ runId: z.guid() })) });

/** An administrator's session, and values that exist now, by the name of the parameter. */
export async function knownAt(stack: Stack) {
  const session = await openSession(stack);
  const { client } = session;
  const runs = await client
    .call('GET', `${client.base}/accounts/exchange-online/synchronizations`)
    .then((answer) => runsSchema.parse(answer).synchronizations.map(({ runId }) => runId));
  const groups = await client.groups('Sales').catch(() => []);
  const known = {
    organizationId: ['contoso'],
    service: ['exchange-online'],
    userPrincipalName: [ADMINISTRATORS.contoso.email, 'nobody@contoso.example'],
    search: ['Sales', 'Sa'],
    ...(runs.length > 0 && { runId: runs }),
    ...(groups.length > 0 && { groupId: groups.map(({ id }) => id) }),
  };
  return { known, cookie: await signIn(stack.origin) };
}

/** @returns the value of the header `cookie`. */
async function signIn(origin: string): Promise<string> {
  const answer = await fetch(`${origin}/api/auth/sign-in/email`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin },
    body: JSON.stringify(DEMO_ADMINISTRATOR),
  });
  return answer.headers
    .getSetCookie()
    .map((cookie) => cookie.split(';')[0])
    .join('; ');
}
