/** The method that a service must use, because other services of its organization use it. */
import { z } from '@hono/zod-openapi';
import { type Method, METHODS } from '../domain/account.ts';
import { ProvostError } from '../domain/failures.ts';
import { type Service, SERVICE_IDS, SERVICES } from '../domain/services/services.ts';
import type { Connected } from '../store/connections.ts';

export const requiredMethodSchema = z
  .object({ method: z.enum(METHODS), services: z.array(z.enum(SERVICE_IDS)) })
  .nullable()
  .openapi({
    description:
      'The method that other services of the organization use, and which ones: this service must use the same. Null while no other service has chosen.',
  });
export type RequiredMethod = NonNullable<z.infer<typeof requiredMethodSchema>>;

/** @param connected the connection of the organization */
export function requiredMethodOf(
  service: Service,
  connected: Pick<Connected, 'holders'> | null,
): RequiredMethod | null {
  const others = (connected?.holders ?? []).filter((holder) => holder.service !== service);
  const method = others.find((holder) => holder.method !== null)?.method;
  if (!method) return null;
  const services = SERVICE_IDS.filter((id) =>
    others.some((holder) => holder.service === id && holder.method === method),
  );
  return { method, services };
}

/** @throws ProvostError MethodDiffers, which names the services that use the other method, and says what to do */
export function requireMethod(method: Method, required: RequiredMethod | null): void {
  if (required === null || required.method === method) return;
  const names = new Intl.ListFormat('en').format(required.services.map((id) => SERVICES[id].name));
  const [use, them] = required.services.length === 1 ? ['uses', 'it'] : ['use', 'them'];
  throw new ProvostError(
    'MethodDiffers',
    `${names} ${use} the other method, and all services must use the same one. Choose the same method, or remove ${them} under Administration > Service Account and provision again.`,
    { details: { ...required } },
  );
}
