/** Computes groups from their ordinal. */
import type { ObjectIds } from './object-ids.ts';
import type { Group } from './objects.ts';

/** Special groups in every directory, by ordinal. */
export const SPECIAL_GROUPS = {
  /** Has 50,000 users, or all users if there are fewer. */
  large: 0,
  empty: 1,
  /** Three groups that contain each other in a circle. They also contain users. */
  circle: [2, 3, 4],
} as const;

const SPECIAL_NAMES = [
  'All Employees',
  'Vacant Positions',
  'Sales',
  'Sales Leadership',
  'Sales Partners',
];

const DEPARTMENTS = [
  'Sales',
  'Marketing',
  'Engineering',
  'Finance & Accounting',
  'Human Resources',
  "Women's Network",
  'Legal',
  'Customer Support',
  'ITOperations',
  'Research & Development',
  'Procurement',
  'Café Committee',
  'Field-Service',
  'Security',
  'Facilities',
  'Project Ærø',
  '東京オフィス',
];

const REGIONS = [
  'EMEA',
  'APAC',
  'Americas',
  'Nordics',
  'Benelux',
  'DACH',
  'Iberia',
  'LATAM',
  "Côte d'Ivoire",
  'Japan',
  'India',
  'Oceania',
];

function nameOf(ordinal: number): string {
  const special = SPECIAL_NAMES[ordinal];
  if (special !== undefined) return special;
  const index = ordinal - SPECIAL_NAMES.length;
  const department = DEPARTMENTS[index % DEPARTMENTS.length] ?? '';
  const round = Math.floor(index / DEPARTMENTS.length);
  const region = REGIONS[round % REGIONS.length] ?? '';
  const number = Math.floor(round / REGIONS.length) + 1;
  return number === 1 ? `${department} ${region}` : `${department} ${region} ${number}`;
}

/** Security groups, Microsoft 365 groups and distribution lists alternate. */
const KINDS = [
  { securityEnabled: true, mailEnabled: false, groupTypes: [] },
  { securityEnabled: false, mailEnabled: true, groupTypes: ['Unified'] },
  { securityEnabled: false, mailEnabled: true, groupTypes: [] },
] as const;

const nicknameOf = (ordinal: number, name: string) =>
  `${name.replaceAll(/[^A-Za-z0-9]/g, '').toLowerCase() || 'group'}${ordinal}`;

/** The group with that ordinal. Names are unique and share prefixes. */
export function groupAt(ordinal: number, ids: ObjectIds, domain: string): Group {
  const displayName = nameOf(ordinal);
  const { securityEnabled, mailEnabled, groupTypes } = KINDS[ordinal % KINDS.length] ?? KINDS[0];
  const mailNickname = nicknameOf(ordinal, displayName);
  const mail = mailEnabled ? `${mailNickname}@${domain}` : null;
  return {
    id: ids.idOf(ordinal),
    displayName,
    description: ordinal % 4 === 3 ? null : `${displayName} of the organization`,
    mail,
    mailEnabled,
    mailNickname,
    securityEnabled,
    groupTypes,
    proxyAddresses: mail === null ? [] : [`SMTP:${mail}`],
    createdDateTime: `20${String(16 + (ordinal % 9))}-05-17T10:00:00Z`,
  };
}
