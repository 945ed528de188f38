/** The services, and what follows from them. A new one is added here, and in a file of its own. */
import { EXCHANGE_ONLINE } from './exchange-online.ts';
import { ONEDRIVE } from './onedrive.ts';
import type { ServiceDefinition } from './service.ts';
import { SHAREPOINT_ONLINE } from './sharepoint-online.ts';

export const SERVICES = {
  [EXCHANGE_ONLINE.id]: EXCHANGE_ONLINE,
  [SHAREPOINT_ONLINE.id]: SHAREPOINT_ONLINE,
  [ONEDRIVE.id]: ONEDRIVE,
} as const satisfies Record<string, ServiceDefinition>;
export type Service = keyof typeof SERVICES;

export const SERVICE_IDS = [EXCHANGE_ONLINE.id, SHAREPOINT_ONLINE.id, ONEDRIVE.id] as const;
export const isService = (value: string): value is Service =>
  (SERVICE_IDS as readonly string[]).includes(value);
