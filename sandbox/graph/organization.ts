/** `/organization`: the tenant itself. */
import type { Tenant } from '../model.ts';
import { GRAPH, json, refuseOptions } from './call.ts';
import type { GraphAnswer, GraphCall } from './call.ts';
import { requireProperties, selectedNames } from './entities.ts';
import { notFound } from './errors.ts';

const describe = ({ id, displayName, defaultDomain }: Tenant) => ({
  id,
  displayName,
  verifiedDomains: [
    {
      capabilities: 'Email, OfficeCommunicationsOnline',
      isDefault: true,
      isInitial: true,
      name: defaultDomain,
      type: 'Managed',
    },
  ],
});

function selected(call: GraphCall) {
  refuseOptions(call, ['$expand', '$filter', '$search']);
  const names = selectedNames(call);
  requireProperties('organization', names ?? []);
  const members = Object.entries(describe(call.tenant));
  return Object.fromEntries(names ? members.filter(([name]) => names.includes(name)) : members);
}

export function listOrganizations(call: GraphCall): GraphAnswer {
  const value = [selected(call)];
  return json(JSON.stringify({ '@odata.context': `${GRAPH}/$metadata#organization`, value }));
}

export function getOrganization(call: GraphCall, id: string): GraphAnswer {
  const organization = selected(call);
  if (id.toLowerCase() !== call.tenant.id) throw notFound(id);
  const context = { '@odata.context': `${GRAPH}/$metadata#organization/$entity` };
  return json(JSON.stringify({ ...context, ...organization }));
}
