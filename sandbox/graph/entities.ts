/** Users and groups as JSON: properties, default properties, `$select`. */
import type { Group, User } from '../directory/objects.ts';
import type { GraphTarget } from './call.ts';
import { invalidQuery } from './errors.ts';
import { bytesOfPlans, quoted, quotedAll } from './json-values.ts';
import type { JsonValue } from './json-values.ts';

export interface EntityType<T> {
  /** Type name in the `microsoft.graph` namespace. */
  readonly name: 'user' | 'group';
  readonly set: 'users' | 'groups';
  readonly properties: ReadonlyMap<string, (item: T) => JsonValue>;
  readonly defaults: readonly string[];
}

const nothing = () => 'null';
const empty = () => '[]';

export const USER: EntityType<User> = {
  name: 'user',
  set: 'users',
  properties: new Map<string, (user: User) => JsonValue>([
    ['id', ({ id }) => `"${id}"`],
    ['displayName', ({ displayName }) => quoted(displayName)],
    ['givenName', ({ givenName }) => quoted(givenName)],
    ['surname', ({ surname }) => quoted(surname)],
    ['mail', ({ mail }) => quoted(mail)],
    ['mailNickname', ({ mailNickname }) => quoted(mailNickname)],
    ['userPrincipalName', ({ userPrincipalName }) => quoted(userPrincipalName)],
    ['accountEnabled', ({ accountEnabled }) => String(accountEnabled)],
    ['userType', ({ userType }) => `"${userType}"`],
    ['proxyAddresses', ({ proxyAddresses }) => quotedAll(proxyAddresses)],
    ['assignedPlans', ({ assignedPlans }) => bytesOfPlans(assignedPlans)],
    ['createdDateTime', ({ createdDateTime }) => quoted(createdDateTime)],
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
  properties: new Map<string, (group: Group) => JsonValue>([
    ['id', ({ id }) => `"${id}"`],
    ['deletedDateTime', nothing],
    ['createdDateTime', ({ createdDateTime }) => quoted(createdDateTime)],
    ['description', ({ description }) => quoted(description)],
    ['displayName', ({ displayName }) => quoted(displayName)],
    ['groupTypes', ({ groupTypes }) => quotedAll(groupTypes)],
    ['mail', ({ mail }) => quoted(mail)],
    ['mailEnabled', ({ mailEnabled }) => String(mailEnabled)],
    ['mailNickname', ({ mailNickname }) => quoted(mailNickname)],
    ['proxyAddresses', ({ proxyAddresses }) => quotedAll(proxyAddresses)],
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

/** The names in `$select`, in order; null without `$select`. */
export function selectedNames({ query }: GraphTarget): string[] | null {
  const names = query
    .get('$select')
    ?.split(',')
    .map((name) => name.trim())
    .filter(Boolean);
  return names !== undefined && names.length > 0 ? [...new Set(names)] : null;
}

/** The selected or default properties. @throws GraphError 400 for an unknown property */
export function propertiesOf<T>(type: EntityType<T>, target: GraphTarget): readonly string[] {
  const names = selectedNames(target) ?? type.defaults;
  const unknown = names.find((name) => !type.properties.has(name));
  if (unknown !== undefined)
    throw invalidQuery(
      `Parsing OData Select and Expand failed: Could not find a property named '${unknown}' on type 'microsoft.graph.${type.name}'.`,
    );
  return names;
}
