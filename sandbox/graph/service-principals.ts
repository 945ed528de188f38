/** `/servicePrincipals`: the applications of a tenant, and the app roles granted to them. */
import { GRAPH, json, refuseOptions } from './call.ts';
import type { GraphAnswer, GraphCall } from './call.ts';
import { requireProperties, selectedNames } from './entities.ts';
import { notFound, unsupportedQuery } from './errors.ts';
import { parseFilter } from './filter.ts';
import type { ServicePrincipal } from './service-principal.ts';

const describe = (principal: ServicePrincipal) => ({
  id: principal.id,
  accountEnabled: principal.accountEnabled,
  appId: principal.appId,
  appDisplayName: principal.displayName,
  displayName: principal.displayName,
  appRoleAssignmentRequired: false,
  appRoles: principal.appRoles.map(({ id, value, en }) => ({
    id,
    value,
    ...en,
    allowedMemberTypes: ['Application'],
    isEnabled: true,
    origin: 'Application',
  })),
  disabledByMicrosoftStatus: null,
  servicePrincipalNames: [principal.appId],
  servicePrincipalType: 'Application',
  tags: [],
});

function selected(call: GraphCall, principal: ServicePrincipal): object {
  const names = selectedNames(call);
  requireProperties('servicePrincipal', names ?? []);
  const members = Object.entries(describe(principal));
  return Object.fromEntries(names ? members.filter(([name]) => names.includes(name)) : members);
}

/** By object id, or by `appId=…` from `servicePrincipals(appId='…')`. @throws GraphError 404 */
function find({ servicePrincipals }: GraphCall, key: string): ServicePrincipal {
  const [, appId] = /^appId=(.+)$/i.exec(key) ?? [];
  const found = servicePrincipals().find((each) =>
    appId === undefined ? each.id === key.toLowerCase() : each.appId === appId.toLowerCase(),
  );
  if (!found) throw notFound(appId ?? key);
  return found;
}

/** The sandbox filters only by `appId eq '…'`. */
function filtered({ query, servicePrincipals }: GraphCall): readonly ServicePrincipal[] {
  const source = query.get('$filter');
  if (source === null) return servicePrincipals();
  const filter = parseFilter(source);
  if (filter.kind !== 'compare' || filter.property !== 'appId' || filter.operator !== 'eq')
    throw unsupportedQuery('The sandbox filters service principals only by appId eq.');
  return servicePrincipals().filter(({ appId }) => filter.values.includes(appId));
}

const UNSUPPORTED = ['$expand', '$orderby', '$search', '$skip', '$skiptoken'];

export function listServicePrincipals(call: GraphCall): GraphAnswer {
  refuseOptions(call, UNSUPPORTED);
  const value = filtered(call).map((principal) => selected(call, principal));
  return json(JSON.stringify({ '@odata.context': `${GRAPH}/$metadata#servicePrincipals`, value }));
}

export function getServicePrincipal(call: GraphCall, key: string): GraphAnswer {
  refuseOptions(call, ['$expand']);
  const context = { '@odata.context': `${GRAPH}/$metadata#servicePrincipals/$entity` };
  return json(JSON.stringify({ ...context, ...selected(call, find(call, key)) }));
}

export function listAppRoleAssignments(call: GraphCall, key: string): GraphAnswer {
  refuseOptions(call, [...UNSUPPORTED, '$filter']);
  requireProperties('appRoleAssignment', selectedNames(call) ?? []);
  const { id, displayName, assignments } = find(call, key);
  const value = assignments.map((assignment) => ({
    ...assignment,
    deletedDateTime: null,
    createdDateTime: null,
    principalDisplayName: displayName,
    principalId: id,
    principalType: 'ServicePrincipal',
  }));
  return json(JSON.stringify({ '@odata.context': `${GRAPH}/$metadata#appRoleAssignments`, value }));
}
