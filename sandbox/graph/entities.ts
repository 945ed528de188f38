/** Users and groups as JSON: their properties, which of them come by default, `$select`. */
import type { AssignedPlan, Group, User } from '../directory/objects.ts';
import type { GraphTarget } from './call.ts';
import { invalidQuery } from './errors.ts';

export interface EntityType<T> {
  /** In Graph's schema, below `microsoft.graph`. */
  readonly name: 'user' | 'group';
  readonly set: 'users' | 'groups';
  /** The JSON text of each property. */
  readonly properties: ReadonlyMap<string, (item: T) => string>;
  readonly defaults: readonly string[];
}

const nothing = () => 'null';
const empty = () => '[]';

const planTexts = new WeakMap<readonly AssignedPlan[], string>();

/** Users share their lists of plans, so each is written out once. */
function planText(plans: readonly AssignedPlan[]): string {
  const known = planTexts.get(plans);
  if (known !== undefined) return known;
  const written = JSON.stringify(plans);
  planTexts.set(plans, written);
  return written;
}

export const USER: EntityType<User> = {
  name: 'user',
  set: 'users',
  properties: new Map<string, (user: User) => string>([
    ['id', ({ id }) => `"${id}"`],
    ['displayName', ({ displayName }) => JSON.stringify(displayName)],
    ['givenName', ({ givenName }) => JSON.stringify(givenName)],
    ['surname', ({ surname }) => JSON.stringify(surname)],
    ['mail', ({ mail }) => JSON.stringify(mail)],
    ['mailNickname', ({ mailNickname }) => JSON.stringify(mailNickname)],
    ['userPrincipalName', ({ userPrincipalName }) => JSON.stringify(userPrincipalName)],
    ['accountEnabled', ({ accountEnabled }) => String(accountEnabled)],
    ['userType', ({ userType }) => `"${userType}"`],
    ['proxyAddresses', ({ proxyAddresses }) => JSON.stringify(proxyAddresses)],
    ['assignedPlans', ({ assignedPlans }) => planText(assignedPlans)],
    ['createdDateTime', ({ createdDateTime }) => JSON.stringify(createdDateTime)],
    ['businessPhones', empty],
    ['jobTitle', nothing],
    ['mobilePhone', nothing],
    ['officeLocation', nothing],
    ['preferredLanguage', nothing],
    ['department', nothing],
    ['usageLocation', nothing],
    ['onPremisesSyncEnabled', nothing],
  ]),
  defaults: [
    'businessPhones',
    'displayName',
    'givenName',
    'jobTitle',
    'mail',
    'mobilePhone',
    'officeLocation',
    'preferredLanguage',
    'surname',
    'userPrincipalName',
    'id',
  ],
};

export const GROUP: EntityType<Group> = {
  name: 'group',
  set: 'groups',
  properties: new Map<string, (group: Group) => string>([
    ['id', ({ id }) => `"${id}"`],
    ['deletedDateTime', nothing],
    ['createdDateTime', ({ createdDateTime }) => JSON.stringify(createdDateTime)],
    ['description', ({ description }) => JSON.stringify(description)],
    ['displayName', ({ displayName }) => JSON.stringify(displayName)],
    ['groupTypes', ({ groupTypes }) => JSON.stringify(groupTypes)],
    ['mail', ({ mail }) => JSON.stringify(mail)],
    ['mailEnabled', ({ mailEnabled }) => String(mailEnabled)],
    ['mailNickname', ({ mailNickname }) => JSON.stringify(mailNickname)],
    ['proxyAddresses', ({ proxyAddresses }) => JSON.stringify(proxyAddresses)],
    ['securityEnabled', ({ securityEnabled }) => String(securityEnabled)],
    ['visibility', nothing],
  ]),
  defaults: [
    'id',
    'deletedDateTime',
    'createdDateTime',
    'description',
    'displayName',
    'groupTypes',
    'mail',
    'mailEnabled',
    'mailNickname',
    'proxyAddresses',
    'securityEnabled',
    'visibility',
  ],
};

/** The names in `$select`, in their order; null without one. */
export function selectedNames({ query }: GraphTarget): string[] | null {
  const names = query
    .get('$select')
    ?.split(',')
    .map((name) => name.trim())
    .filter(Boolean);
  return names !== undefined && names.length > 0 ? [...new Set(names)] : null;
}

/** Selected properties, or those that come by default. @throws GraphError 400 for a name that no user or group has. */
export function propertiesOf<T>(type: EntityType<T>, target: GraphTarget): readonly string[] {
  const names = selectedNames(target) ?? type.defaults;
  const unknown = names.find((name) => !type.properties.has(name));
  if (unknown !== undefined)
    throw invalidQuery(
      `Parsing OData Select and Expand failed: Could not find a property named '${unknown}' on type 'microsoft.graph.${type.name}'.`,
    );
  return names;
}

export type Writer<T> = (item: T) => string;

/** Writes the members of the JSON object without its braces. */
export function createWriter<T>(type: EntityType<T>, names: readonly string[]): Writer<T> {
  const writers = names.map(
    (name) => [`"${name}":`, type.properties.get(name) ?? nothing] as const,
  );
  return (item) => {
    let members = '';
    for (const [label, write] of writers)
      members += `${members === '' ? '' : ','}${label}${write(item)}`;
    return members;
  };
}
