/** Users and groups as JSON: properties, default properties, `$select`. */
import type { Group, User } from '../directory/objects.ts';
import type { GraphTarget } from './call.ts';
import { invalidQuery } from './errors.ts';
import { bytesOfPlans, quoted, quotedAll } from './json-values.ts';
import type { JsonValue } from './json-values.ts';
import { hasProperty } from './types.ts';
import type { TypeName } from './types.ts';

export interface EntityType<T> {
  /** Type name in the `microsoft.graph` namespace. */
  readonly name: 'user' | 'group';
  readonly set: 'users' | 'groups';
  /** The properties that the sandbox simulates. */
  readonly properties: ReadonlyMap<string, (item: T) => JsonValue>;
  readonly defaults: readonly string[];
}

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
    ['createdDateTime', ({ createdDateTime }) => quoted(createdDateTime)],
    ['description', ({ description }) => quoted(description)],
    ['displayName', ({ displayName }) => quoted(displayName)],
    ['groupTypes', ({ groupTypes }) => quotedAll(groupTypes)],
    ['mail', ({ mail }) => quoted(mail)],
    ['mailEnabled', ({ mailEnabled }) => String(mailEnabled)],
    ['mailNickname', ({ mailNickname }) => quoted(mailNickname)],
    ['proxyAddresses', ({ proxyAddresses }) => quotedAll(proxyAddresses)],
    ['securityEnabled', ({ securityEnabled }) => String(securityEnabled)],
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

/** @throws GraphError 400 for a name that is not a property of the type */
export function requireProperties(type: TypeName, names: readonly string[]): void {
  const unknown = names.find((name) => !hasProperty(type, name));
  if (unknown !== undefined)
    throw invalidQuery(
      `Parsing OData Select and Expand failed: Could not find a property named '${unknown}' on type 'microsoft.graph.${type}'.`,
    );
}

/** The selected or default properties. @throws GraphError 400 for an unknown property */
export function propertiesOf<T>(type: EntityType<T>, target: GraphTarget): readonly string[] {
  const names = selectedNames(target) ?? type.defaults;
  requireProperties(type.name, names);
  return names;
}
