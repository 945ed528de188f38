/** Rules for docker-compose.yml beyond its schema, each with a violation that it must detect. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';

const serviceSchema = z.looseObject({
  image: z.string(),
  command: z.array(z.string()).optional(),
  container_name: z.string().optional(),
  environment: z.record(z.string(), z.string()).default({}),
  ports: z.array(z.string()).default([]),
  volumes: z.array(z.string()).default([]),
  networks: z.array(z.string()).default([]),
  depends_on: z.record(z.string(), z.object({ condition: z.string() })).default({}),
  healthcheck: z.looseObject({ test: z.array(z.string()) }).optional(),
});
export const composeSchema = z.looseObject({
  services: z.record(z.string(), serviceSchema),
  networks: z.record(z.string(), z.looseObject({ internal: z.boolean().optional() }).nullable()),
});
export type Compose = z.infer<typeof composeSchema>;
type Service = z.infer<typeof serviceSchema>;

export interface Rule<T> {
  readonly name: string;
  /** The offending parts. Empty if the rule holds. */
  readonly violations: (subject: T) => readonly string[];
  /** Breaks only this rule. */
  readonly plant: (subject: T) => T;
}

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const HEALTHY = 'service_healthy';
const COMPLETED = 'service_completed_successfully';

export const COMPOSE_RULES: readonly Rule<Compose>[] = [
  {
    name: 'every image is pinned to a version',
    violations: eachService(({ image }) => /:v?\d+\.\d+[\w.-]*$/.test(image)),
    plant: change('postgres', (service) => ({ ...service, image: 'postgres:latest' })),
  },
  {
    name: 'secrets come from the environment without a default',
    violations: eachService(({ environment }) => Object.entries(environment).every(isNoSecret)),
    plant: setEnvironment('api', 'PROVOST_SECRET', 'correct-horse-battery-staple-42!'),
  },
  {
    name: 'no address contains a password',
    violations: eachService(({ environment }) => Object.values(environment).every(hasNoPassword)),
    plant: setEnvironment('worker', 'DATABASE_URL', 'postgres://provost:provost@postgres/provost'),
  },
  {
    name: 'the cluster has 512 history shards',
    violations: ({ services }) =>
      services['temporal']?.environment['NUM_HISTORY_SHARDS'] === '512' ? [] : ['temporal'],
    plant: setEnvironment('temporal', 'NUM_HISTORY_SHARDS', '4'),
  },
  {
    name: 'every long-running service has a health check',
    violations: (compose) =>
      eachService((service, name) => isJob(compose, name) || service.healthcheck !== undefined)(
        compose,
      ),
    plant: change('worker', (service) => ({ ...service, healthcheck: undefined })),
  },
  {
    name: 'a service waits only for existing services that can meet the condition',
    violations: ({ services }) =>
      Object.values(services)
        .flatMap(({ depends_on }) => Object.entries(depends_on))
        .filter(([name, { condition }]) => !canMeet(services[name], condition))
        .map(([name]) => name),
    plant: change('api', (service) => ({
      ...service,
      depends_on: { ...service.depends_on, cache: { condition: HEALTHY } },
    })),
  },
  {
    name: 'any number of api and worker containers can run',
    violations: ({ services }) =>
      ['api', 'worker'].filter((name) => !canScale(services[name], name)),
    plant: change('worker', (service) => ({ ...service, container_name: 'worker' })),
  },
  {
    name: 'the database and Temporal are reachable only internally, the UI only from this machine',
    violations: ({ services, networks }) => [
      ...['postgres', 'temporal'].filter((name) => !isInside(services[name])),
      ...(services['temporal-ui']?.ports.every((port) => port.startsWith('127.0.0.1:'))
        ? []
        : ['temporal-ui']),
      ...(networks['backend']?.internal ? [] : ['backend']),
    ],
    plant: change('postgres', (service) => ({ ...service, ports: ['5432:5432'] })),
  },
  {
    name: 'every mounted file and every program exists',
    violations: eachService(
      ({ volumes, command = [] }) =>
        volumes.every(isMountedFileThere) && command.every(isProgramThere),
    ),
    plant: change('api', (service) => ({ ...service, command: ['dist/api/serve.js'] })),
  },
];

function eachService(holds: (service: Service, name: string) => boolean) {
  return ({ services }: Compose) =>
    Object.entries(services)
      .filter(([name, service]) => !holds(service, name))
      .map(([name]) => name);
}

function change(name: string, edit: (service: Service) => Service) {
  return (compose: Compose): Compose => {
    const service = compose.services[name];
    if (!service) throw new Error(`there is no service ${name}`);
    return { ...compose, services: { ...compose.services, [name]: edit(service) } };
  };
}

function setEnvironment(name: string, key: string, value: string) {
  return change(name, (service) => ({
    ...service,
    environment: { ...service.environment, [key]: value },
  }));
}

function isNoSecret([key, value]: [string, string]): boolean {
  return !/(PASSWORD|PWD|SECRET|TOKEN|KEY)$/.test(key) || /^\$\{\w+:(\?[^}]+|-)\}$/.test(value);
}

function hasNoPassword(value: string): boolean {
  return !/:\/\/[^/@:]*:(?!\$\{\w+:\?[^}]+\}@)[^/@]*@/.test(value);
}

/** Another service waits for its completion. */
function isJob({ services }: Compose, name: string): boolean {
  return Object.values(services).some(
    ({ depends_on }) => depends_on[name]?.condition === COMPLETED,
  );
}

function canMeet(service: Service | undefined, condition: string): boolean {
  if (!service) return false;
  return condition === HEALTHY ? service.healthcheck !== undefined : condition === COMPLETED;
}

/** Each container needs its own name and host port. A range of ports can be set. */
function canScale(service: Service | undefined, name: string): boolean {
  if (!service || service.container_name) return false;
  return service.ports.every((port) => name === 'api' && port.startsWith('${PROVOST_PORT:-'));
}

function isInside(service: Service | undefined): boolean {
  return service?.ports.length === 0 && service.networks.join() === 'backend';
}

function isMountedFileThere(volume: string): boolean {
  const [source = ''] = volume.split(':', 1);
  return !source.startsWith('./') || existsSync(join(ROOT, source));
}

/** `dist/` contains the compiled sources. Flags belong to Node. */
function isProgramThere(argument: string): boolean {
  if (argument.startsWith('--')) return true;
  const source = argument
    .replace(/^dist\/(.*)\.js$/, '$1.ts')
    .replace(/^\/etc\/provost\//, 'temporal/production/');
  return existsSync(join(ROOT, source));
}
