/** What the console says about a service follows from these: our copy of it, and what a person selects. */
import type { ServiceDefinition } from '../../domain/services/service.ts';
import { type Service, SERVICES } from '../../domain/services/services.ts';

export type Copies = ServiceDefinition['copies'];
export type TargetKind = ServiceDefinition['target'];

export const copiesOf = (service: Service): Copies => SERVICES[service].copies;
export const targetOf = (service: Service): TargetKind => SERVICES[service].target;

/** What a list of sites consists of; null for a service that copies users and groups. */
export function sitesOf(service: Service): 'sites' | 'drives' | null {
  const copies = copiesOf(service);
  return copies === 'usersAndGroups' ? null : copies;
}
