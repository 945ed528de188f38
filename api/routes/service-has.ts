/** What a service has, and others have not. A route about something that a service does not have is not found. */
import { type ConsentKind, serviceOfConsent } from '../../domain/consents.ts';
import { ProvostError } from '../../domain/failures.ts';
import type { ServiceDefinition } from '../../domain/services/service.ts';
import { type Service, SERVICES } from '../../domain/services/services.ts';

/** @throws ProvostError NotFound unless the service's selected targets are of this kind */
export function requireTarget(service: Service, target: ServiceDefinition['target']): void {
  if (SERVICES[service].target !== target) throw notOf(service);
}

/** @throws ProvostError NotFound unless the service copies one of these */
export function requireCopies(
  service: Service,
  ...copies: readonly ServiceDefinition['copies'][]
): void {
  if (!copies.includes(SERVICES[service].copies)) throw notOf(service);
}

/** @throws ProvostError NotFound unless the service has this consent */
export function requireConsent(service: Service, kind: ConsentKind): void {
  if (serviceOfConsent(kind) !== service) throw notOf(service);
}

const notOf = (service: Service) =>
  new ProvostError('NotFound', `${SERVICES[service].name} has nothing of this kind.`);
