/**
 * Quarantine management: harmful messages are moved to a hidden folder of the mailbox and back.
 * Two adapters can do it, and an account needs one that works.
 */
import type { ConsentKind } from './consents.ts';
import { isFailureType, isOutage } from './failures.ts';
import { ALLOW_LIST_WAIT } from './limits.ts';
import { EWS_END } from './services/exchange-online.ts';
import type { Turn } from './turns.ts';

/** In the order of preference. */
export const QUARANTINE_ADAPTERS = ['graph', 'ews'] as const;
export type QuarantineAdapter = (typeof QUARANTINE_ADAPTERS)[number];

/**
 * What trying an adapter in a mailbox has shown.
 * `works`: a message of ours was quarantined and restored. `blocked`: Exchange Web Services is
 * switched off, for the organization or the mailbox. `refused`: an access policy keeps our
 * application out of the mailbox. `notGranted`: Microsoft issues no token with the permission, or
 * does not accept it. `noMailbox`: the address has none. `ended`: Microsoft has ended Exchange Web
 * Services. `failed`: anything else, with Microsoft's code.
 */
export const QUARANTINE_OUTCOMES = [
  'works',
  'blocked',
  'refused',
  'notGranted',
  'noMailbox',
  'ended',
  'failed',
] as const;
export type QuarantineOutcome = (typeof QUARANTINE_OUTCOMES)[number];

/** Whose turn an outcome makes it; null for nobody's. */
const TURN_OF_OUTCOME: Readonly<Record<QuarantineOutcome, Turn | null>> = {
  works: null,
  blocked: 'exchangeAdministrator',
  refused: 'exchangeAdministrator',
  notGranted: 'globalAdministrator',
  noMailbox: 'consoleAdministrator',
  ended: null,
  failed: 'us',
};

/** The result of one adapter in one mailbox. */
export interface QuarantineFinding {
  readonly adapter: QuarantineAdapter;
  readonly outcome: QuarantineOutcome;
  /** The object id of the mailbox's user; null if no mailbox was tried. */
  readonly userId: string | null;
  /** Microsoft's error code. */
  readonly code: string | null;
}

/** How an account's quarantine is managed. Without names and addresses, which would stay in histories. */
export interface QuarantineView {
  /** Null while no adapter works. */
  readonly adapter: QuarantineAdapter | null;
  /** ISO 8601: since when the account uses this adapter, or has none. */
  readonly since: string;
  readonly findings: readonly QuarantineFinding[];
  /** The user whose mailbox was named when this was found; null for the default. Missing in older histories. */
  readonly named?: string | null;
  /** ISO 8601: when Exchange Web Services were tried. They are tried again only if the account needs them. */
  readonly ewsTriedAt?: string;
  /** ISO 8601: when the command that allows Exchange Web Services was run. Missing while nobody said so. */
  readonly allowListSetAt?: string;
}

/** @param now milliseconds since the epoch */
export const ewsHasEnded = (now: number): boolean => now >= Date.parse(EWS_END);

/** The preferred adapter that works in at least one mailbox, or null. */
export const workingAdapter = (findings: readonly QuarantineFinding[]): QuarantineAdapter | null =>
  QUARANTINE_ADAPTERS.find((adapter) =>
    findings.some((finding) => finding.adapter === adapter && finding.outcome === 'works'),
  ) ?? null;

/** The consent that an adapter needs. */
export const CONSENT_OF_ADAPTER = {
  graph: 'graph',
  ews: 'exchange',
} as const satisfies Record<QuarantineAdapter, ConsentKind>;

type Tried = Pick<QuarantineFinding, 'adapter' | 'outcome'>;

/** Whether an adapter was refused because the permission of this consent is missing. */
export const lacksGrant = (findings: readonly Tried[], kind: ConsentKind): boolean =>
  findings.some(
    ({ adapter, outcome }) => CONSENT_OF_ADAPTER[adapter] === kind && outcome === 'notGranted',
  );

/** Outcomes for which Microsoft had accepted a token with the permission. */
const GRANTED: readonly QuarantineOutcome[] = ['works', 'blocked', 'refused', 'noMailbox'];

/** Whether the permission of this consent was seen to be there. A look that failed shows nothing. */
export const showsGrant = (findings: readonly QuarantineFinding[], kind: ConsentKind): boolean =>
  findings.some(
    ({ adapter, outcome, userId }) =>
      CONSENT_OF_ADAPTER[adapter] === kind && userId !== null && GRANTED.includes(outcome),
  );

/** The finding when an adapter could not be tried in any mailbox. */
export const failedBy = (adapter: QuarantineAdapter, code: string): QuarantineFinding => ({
  adapter,
  outcome: 'failed',
  userId: null,
  code,
});

/** Whether an adapter works in some mailboxes and is kept out of others. */
export function isPartlyBlocked(
  findings: readonly QuarantineFinding[],
  adapter: QuarantineAdapter,
): boolean {
  const outcomes = findings.filter((each) => each.adapter === adapter).map((each) => each.outcome);
  const keptOut = outcomes.some((outcome) => outcome === 'blocked' || outcome === 'refused');
  return keptOut && outcomes.includes('works');
}

/**
 * How Exchange Web Services stand in a tenant. `partlyBlocked`: they work in some mailboxes and are kept
 * out of others. `setNotEffective`: an administrator has allowed our application, and Exchange may still
 * take a while. `setWithoutEffect`: that time is over. `unavailable`: anything else keeps them from working.
 */
export const EWS_STATES = [
  'works',
  'partlyBlocked',
  'blocked',
  'setNotEffective',
  'setWithoutEffect',
  'unavailable',
  'ended',
] as const;
export type EwsState = (typeof EWS_STATES)[number];

/**
 * The state that follows from findings and time; null if Exchange Web Services were not tried.
 * @param now milliseconds since the epoch
 */
export function ewsStateOf(
  { findings, allowListSetAt }: Pick<QuarantineView, 'findings' | 'allowListSetAt'>,
  now: number,
): EwsState | null {
  const found = findings.filter(({ adapter }) => adapter === 'ews');
  const outcomes = found.map(({ outcome }) => outcome);
  if (outcomes.length === 0) return null;
  if (outcomes.includes('ended')) return 'ended';
  if (isPartlyBlocked(found, 'ews')) return 'partlyBlocked';
  if (outcomes.includes('works')) return 'works';
  if (!outcomes.includes('blocked')) return 'unavailable';
  if (allowListSetAt === undefined) return 'blocked';
  return now < allowListDeadline(allowListSetAt) ? 'setNotEffective' : 'setWithoutEffect';
}

/** Until when a list that was set may be without effect, in milliseconds since the epoch. */
export const allowListDeadline = (allowListSetAt: string): number =>
  Date.parse(allowListSetAt) + ALLOW_LIST_WAIT;

/** Whether it is an administrator's turn to allow our application. */
export const awaitsAllowList = (state: EwsState | null): boolean =>
  state === 'blocked' || state === 'setWithoutEffect';

/**
 * Whose turn it is while no adapter works. An outage ends without us, and Exchange takes a while to apply the
 * list of allowed applications.
 */
export function quarantineTurns(
  findings: readonly Pick<QuarantineFinding, 'outcome' | 'code'>[],
  ews: EwsState | null,
): readonly Turn[] {
  const turns = findings.map(({ outcome, code }) => {
    const applying = outcome === 'blocked' && ews === 'setNotEffective';
    const down = outcome === 'failed' && isFailureType(code) && isOutage(code);
    return applying || down ? 'microsoft' : TURN_OF_OUTCOME[outcome];
  });
  return [...new Set(turns.filter((turn) => turn !== null))];
}

/** The command that shows which applications may use Exchange Web Services now, in full. */
export const SHOW_ALLOWED_COMMAND = "(Get-OrganizationConfig).EwsAllowedAppIDs -join ','";

const GUID = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/gi;

/**
 * The command that allows this application, without losing what is allowed now. What is pasted
 * becomes part of a command, so only whole application ids are taken from it.
 * @param allowed the present `EwsAllowedAppIDs`
 */
export function unblockCommand(clientId: string, allowed = ''): string {
  const ids = (allowed.match(GUID) ?? []).map((id) => id.toLowerCase());
  const all = [...new Set([...ids, clientId.toLowerCase()])];
  return `Set-OrganizationConfig -EwsEnabled $true -EwsAllowedAppIDs "${all.join(',')}"`;
}

/** PowerShell takes typographic apostrophes for the end of a string, too. */
const APOSTROPHES = /['\u2018\u2019\u201A\u201B]/g;

/** The command that allows Exchange Web Services in one mailbox. */
export const allowMailboxCommand = (address: string): string =>
  `Set-CASMailbox -Identity '${address.replaceAll(APOSTROPHES, '$&$&')}' -EwsEnabled $true`;

/** Whether the pasted list contains anything but whole ids: it may have been cut. */
export const isUnclear = (allowed: string): boolean =>
  allowed.replaceAll(GUID, '').replaceAll(/[\s,;"'{}]/g, '') !== '';
