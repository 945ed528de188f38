/** The filters that Graph supports: by default, as an advanced query only, or not at all. */
import type { Group, User } from '../directory/objects.ts';
import { invalidQuery, unsupportedQuery } from './errors.ts';
import type { Comparison, Filter, Literal, Operator } from './filter.ts';

interface Support {
  readonly byDefault: readonly Operator[];
  readonly advanced: readonly Operator[];
}

export interface FilterProperty<T> extends Support {
  value(item: T): Literal;
}

export interface FilterCollection<T> {
  elements(item: T): readonly Readonly<Record<string, string>>[];
  /** By property name of the lambda variable; the empty name is the variable itself. */
  readonly members: ReadonlyMap<string, Support>;
  readonly needsAdvanced: boolean;
}

export interface FilterSupport<T> {
  readonly type: 'user' | 'group' | 'site';
  readonly properties: ReadonlyMap<string, FilterProperty<T>>;
  readonly collections: ReadonlyMap<string, FilterCollection<T>>;
}

const support = (
  byDefault: readonly Operator[],
  advanced: readonly Operator[] = ['ne'],
): Support => ({
  byDefault,
  advanced,
});

const NAMED = support(['eq', 'in', 'startsWith']);
const ORDERED = support(['eq', 'ge', 'le', 'in', 'startsWith']);
const ADDRESS = support(['eq', 'ge', 'le', 'in', 'startsWith'], ['ne', 'endsWith']);
const DATE = support(['eq', 'ge', 'le'], ['ne', 'in']);
const FLAG = support(['eq', 'in']);
const EXACT = support(['eq', 'in']);

const ELEMENT = new Map([['', support(['eq', 'ge', 'le', 'startsWith'], ['ne', 'endsWith'])]]);
const asElements = (values: readonly string[]) => values.map((value) => ({ '': value }));

export const USER_FILTERS: FilterSupport<User> = {
  type: 'user',
  properties: new Map<string, FilterProperty<User>>([
    ['id', { ...EXACT, value: ({ id }) => id }],
    [
      'userPrincipalName',
      {
        ...support(['eq', 'le', 'in', 'startsWith'], ['ne', 'endsWith']),
        value: ({ userPrincipalName }) => userPrincipalName,
      },
    ],
    ['mail', { ...ADDRESS, value: ({ mail }) => mail }],
    ['mailNickname', { ...ORDERED, value: ({ mailNickname }) => mailNickname }],
    ['displayName', { ...NAMED, value: ({ displayName }) => displayName }],
    ['givenName', { ...ORDERED, value: ({ givenName }) => givenName }],
    ['surname', { ...ORDERED, value: ({ surname }) => surname }],
    ['createdDateTime', { ...DATE, value: ({ createdDateTime }) => createdDateTime }],
    ['accountEnabled', { ...FLAG, value: ({ accountEnabled }) => accountEnabled }],
    ['userType', { ...EXACT, value: ({ userType }) => userType }],
  ]),
  collections: new Map<string, FilterCollection<User>>([
    [
      'proxyAddresses',
      {
        members: ELEMENT,
        needsAdvanced: false,
        elements: ({ proxyAddresses }) => asElements(proxyAddresses),
      },
    ],
    [
      'assignedPlans',
      {
        members: new Map(
          ['service', 'capabilityStatus', 'servicePlanId'].map((name) => [name, support(['eq'])]),
        ),
        needsAdvanced: true,
        elements: ({ assignedPlans }) =>
          assignedPlans.map(({ service, capabilityStatus, servicePlanId }) => ({
            service,
            capabilityStatus,
            servicePlanId,
          })),
      },
    ],
  ]),
};

export const GROUP_FILTERS: FilterSupport<Group> = {
  type: 'group',
  properties: new Map<string, FilterProperty<Group>>([
    ['id', { ...EXACT, value: ({ id }) => id }],
    ['displayName', { ...ORDERED, value: ({ displayName }) => displayName }],
    ['mail', { ...ADDRESS, value: ({ mail }) => mail }],
    ['mailNickname', { ...ORDERED, value: ({ mailNickname }) => mailNickname }],
    ['createdDateTime', { ...DATE, value: ({ createdDateTime }) => createdDateTime }],
    ['mailEnabled', { ...support(['eq']), value: ({ mailEnabled }) => mailEnabled }],
    ['securityEnabled', { ...FLAG, value: ({ securityEnabled }) => securityEnabled }],
  ]),
  collections: new Map<string, FilterCollection<Group>>([
    [
      'groupTypes',
      {
        members: ELEMENT,
        needsAdvanced: false,
        elements: ({ groupTypes }) => asElements(groupTypes),
      },
    ],
  ]),
};

const typeName = (type: string) => `${type.charAt(0).toUpperCase()}${type.slice(1)}`;

const unsupported = (type: string, property: string) =>
  unsupportedQuery(
    `Unsupported or invalid query filter clause specified for property '${property}' of resource '${typeName(type)}'.`,
  );

const noProperty = (type: string, property: string) =>
  invalidQuery(
    `Invalid filter clause: Could not find a property named '${property}' on type 'microsoft.graph.${type}'.`,
  );

/**
 * @param advanced whether it is an advanced query: `ConsistencyLevel: eventual` and `$count=true`
 * @throws GraphError 400 for a filter that Graph does not support
 */
export function checkFilter<T>(filter: Filter, support: FilterSupport<T>, advanced: boolean): void {
  const { type, properties, collections } = support;
  const refuse = (property: string) => unsupported(type, property);

  function compare({ property, operator, values }: Comparison, offered: Support | undefined): void {
    if (!offered) throw noProperty(type, property);
    const needsAdvanced = !offered.byDefault.includes(operator) || values.includes(null);
    if (needsAdvanced && !advanced) throw refuse(property);
    if (![...offered.byDefault, ...offered.advanced].includes(operator)) throw refuse(property);
  }

  function check(part: Filter, offeredBy: ReadonlyMap<string, Support>): void {
    if (part.kind === 'compare') compare(part, offeredBy.get(part.property));
    else if (part.kind === 'not') {
      if (!advanced) throw refuse('not');
      check(part.operand, offeredBy);
    } else if (part.kind === 'any') {
      const collection = collections.get(part.property);
      if (!collection) throw noProperty(type, part.property);
      if (collection.needsAdvanced && !advanced) throw refuse(part.property);
      check(part.predicate, collection.members);
    } else {
      check(part.left, offeredBy);
      check(part.right, offeredBy);
    }
  }

  check(filter, properties);
}
