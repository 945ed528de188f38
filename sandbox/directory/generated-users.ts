/** Computes users from their ordinal. */
import type { MailboxPurpose, User } from './objects.ts';
import type { ObjectIds } from './object-ids.ts';
import { PLANS } from './plans.ts';
import type { Stem } from './stems.ts';
import { createStems } from './stems.ts';
import { applyHostileName, hasTrait } from './traits.ts';

export interface GeneratedUsers {
  userAt(ordinal: number): User;
  /** The lower-case user principal name, without computing the whole user. Ascending with the ordinal below `count`. */
  keyAt(ordinal: number): string;
  /** The ordinal of a user principal name, including added users. */
  find(userPrincipalName: string): number | undefined;
  /** The first ordinal whose key is not less than the text; `count` if there is none. */
  lowerBound(text: string): number;
}

const GUEST_DOMAINS = ['fabrikam.example', 'partner.example', 'mail.example'];
const PURPOSES: Partial<Record<Stem['family'], MailboxPurpose>> = {
  shared: 'shared',
  room: 'room',
  equipment: 'equipment',
};
const FAMILY_NAME_FIRST: Partial<Record<Stem['family'], string>> = {
  chinese: '',
  korean: '',
  japanese: ' ',
};
const MILLISECONDS_A_DAY = 86_400_000;
const FIRST_CREATED = Date.parse('2016-01-04T09:00:00Z');
/** Formatted once: formatting a date per user would cost more than the rest of the user. */
const CREATED = Array.from(
  { length: 3600 },
  (_, day) => `${new Date(FIRST_CREATED + day * MILLISECONDS_A_DAY).toISOString().slice(0, 19)}Z`,
);

/** Added users reuse the stems of this many users. The number in their address makes them unique. */
const NEWCOMERS = 9973;
const NEWCOMER_STEMS = createStems(NEWCOMERS);
const NEWCOMER_ADDRESS = /\.(\d{1,9})[@_]/;

const capitalize = (word: string) => word.charAt(0).toUpperCase() + word.slice(1);

function displayNameOf({ family, first, second }: Stem): string {
  const separator = FAMILY_NAME_FIRST[family];
  return separator === undefined
    ? `${first.text} ${second.text}`
    : `${second.text}${separator}${first.text}`;
}

/** Users with the same names are numbered, except the last: `@` sorts after digits, which keeps the order. */
function numberOf({ rank, sharing }: Stem): string {
  if (rank === sharing - 1) return '';
  return String(rank + 2).padStart(String(sharing).length, '0');
}

const isPerson = ({ family }: Stem) => family !== 'service' && PURPOSES[family] === undefined;

function plansOf(ordinal: number): User['assignedPlans'] {
  if (hasTrait(ordinal, 'withoutExchange') || hasTrait(ordinal, 'withoutMail'))
    return PLANS.withoutExchange;
  if (hasTrait(ordinal, 'lapsed')) return PLANS.lapsed;
  return hasTrait(ordinal, 'movedPlan') ? PLANS.moved : PLANS.licensed;
}

export const hasExchange = (plans: User['assignedPlans']): boolean =>
  plans.some((plan) => plan.service === 'exchange' && plan.capabilityStatus === 'Enabled');

/** `count` users sorted by principal name, followed by any number of added users. */
export function createGeneratedUsers(
  count: number,
  ids: ObjectIds,
  domain: string,
): GeneratedUsers {
  const stems = createStems(count);
  const stemAt = (ordinal: number): Stem =>
    ordinal < count ? stems.at(ordinal) : NEWCOMER_STEMS.at((ordinal * 7919) % NEWCOMERS);
  const isGuest = (ordinal: number, stem: Stem) => hasTrait(ordinal, 'guest') && isPerson(stem);

  function localPart(ordinal: number, stem: Stem): string {
    const number = ordinal < count ? numberOf(stem) : `.${ordinal}`;
    return `${stem.first.key}.${stem.second.key}${number}`;
  }

  function principalName(ordinal: number, stem: Stem): string {
    const local = localPart(ordinal, stem);
    if (isGuest(ordinal, stem)) return `${local}_${guestDomain(ordinal)}#EXT#@${domain}`;
    if (!hasTrait(ordinal, 'capitalizedAddress')) return `${local}@${domain}`;
    return `${local.split('.').map(capitalize).join('.')}@${domain}`;
  }

  const keyAt = (ordinal: number) => principalName(ordinal, stemAt(ordinal)).toLowerCase();

  function lowerBound(text: string): number {
    let [low, high] = [0, count];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (keyAt(middle) < text) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  function find(userPrincipalName: string): number | undefined {
    const key = userPrincipalName.toLowerCase();
    const ordinal = lowerBound(key);
    if (ordinal < count && keyAt(ordinal) === key) return ordinal;
    const newcomer = Number(NEWCOMER_ADDRESS.exec(key)?.[1] ?? -1);
    return newcomer >= count && keyAt(newcomer) === key ? newcomer : undefined;
  }

  function userAt(ordinal: number): User {
    const stem = stemAt(ordinal);
    const local = localPart(ordinal, stem);
    const guest = isGuest(ordinal, stem);
    const person = isPerson(stem);
    const mailDomain = guest ? guestDomain(ordinal) : domain;
    const mail = person && hasTrait(ordinal, 'withoutMail') ? null : `${local}@${mailDomain}`;
    const assignedPlans = person && !guest ? plansOf(ordinal) : PLANS.none;
    const ownMailbox = hasExchange(assignedPlans) ? 'user' : null;
    return {
      id: ids.idOf(ordinal),
      userPrincipalName: principalName(ordinal, stem),
      displayName: person ? applyHostileName(ordinal, displayNameOf(stem)) : displayNameOf(stem),
      givenName: person ? stem.first.text : null,
      surname: person ? stem.second.text : null,
      mail,
      mailNickname: local,
      accountEnabled: PURPOSES[stem.family] === undefined && !hasTrait(ordinal, 'disabled'),
      userType: guest ? 'Guest' : 'Member',
      proxyAddresses: proxyAddressesOf(mail, !guest && hasTrait(ordinal, 'aliased')),
      assignedPlans,
      createdDateTime: createdAt(ordinal),
      mailbox: PURPOSES[stem.family] ?? ownMailbox,
    };
  }

  return { userAt, keyAt, find, lowerBound };
}

const guestDomain = (ordinal: number) => GUEST_DOMAINS[ordinal % GUEST_DOMAINS.length] ?? '';

/** The primary address and, if `aliased`, an alias in a second domain. */
export function proxyAddressesOf(mail: string | null, aliased: boolean): string[] {
  if (mail === null) return [];
  return aliased ? [`SMTP:${mail}`, `smtp:${mail.replace('@', '@mail.')}`] : [`SMTP:${mail}`];
}

function createdAt(ordinal: number): string | null {
  if (hasTrait(ordinal, 'withoutCreation')) return null;
  return CREATED[(ordinal * 37) % CREATED.length] ?? null;
}
