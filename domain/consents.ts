/** The consents of all services, and what follows from them. An id belongs to one service. */
import { EXCHANGE_ONLINE } from './services/exchange-online.ts';
import { ONEDRIVE } from './services/onedrive.ts';
import { type Consent, MICROSOFT_GRAPH } from './services/service.ts';
import { SERVICE_IDS, type Service, SERVICES } from './services/services.ts';
import { SHAREPOINT_ONLINE } from './services/sharepoint-online.ts';

export const CONSENTS = {
  ...EXCHANGE_ONLINE.consents,
  ...SHAREPOINT_ONLINE.consents,
  ...ONEDRIVE.consents,
} as const satisfies Record<string, Consent>;
export type ConsentKind = keyof typeof CONSENTS;

/** The consents of each service, in the order in which they are asked for. */
const CONSENTS_OF = {
  'exchange-online': ['exchange', 'graph'],
  'sharepoint-online': ['sharepoint'],
  onedrive: ['onedrive'],
} as const satisfies { [S in Service]: readonly (keyof (typeof SERVICES)[S]['consents'])[] };

export const CONSENT_KINDS = [
  ...CONSENTS_OF['exchange-online'],
  ...CONSENTS_OF['sharepoint-online'],
  ...CONSENTS_OF.onedrive,
] as const;

/** A value for each consent. */
export const forEachConsent = <T>(valueOf: (kind: ConsentKind) => T): Record<ConsentKind, T> =>
  Object.fromEntries(CONSENT_KINDS.map((kind) => [kind, valueOf(kind)])) as Record<ConsentKind, T>;

/** The consents whose resource is Microsoft Graph. */
export type GraphConsent = {
  [
    K in ConsentKind
  ]: (typeof CONSENTS)[K]['resourceAppId'] extends typeof MICROSOFT_GRAPH.resourceAppId ? K : never;
}[ConsentKind];

const isGraphConsent = (kind: ConsentKind): kind is GraphConsent =>
  CONSENTS[kind].resourceAppId === MICROSOFT_GRAPH.resourceAppId;
export const GRAPH_CONSENTS = CONSENT_KINDS.filter(isGraphConsent);

/** In the order in which they are asked for. */
export const consentsOf = (service: Service): readonly ConsentKind[] => CONSENTS_OF[service];

export function serviceOfConsent(kind: ConsentKind): Service {
  const service = SERVICE_IDS.find((each) => consentsOf(each).includes(kind));
  if (service === undefined) throw new Error(`No service has the consent ${kind}`);
  return service;
}

/** The consent whose token reads what the service copies. */
export const readingConsent = (service: Service): GraphConsent => SERVICES[service].reads;

/** Microsoft's template id of the directory role Global Administrator. */
export const GLOBAL_ADMINISTRATOR = '62e90394-69f5-4237-9190-012177145e10';

/** The consent's permissions that are missing from a token's `roles`, in the order of `CONSENTS`. */
export function missingPermissions(kind: ConsentKind, roles: readonly string[]): string[] {
  const wanted: Consent = CONSENTS[kind];
  return wanted.permissions.map(({ value }) => value).filter((each) => !roles.includes(each));
}

/** Whether nothing needs the consent any more. @param now milliseconds since the epoch */
export function consentHasEnded(kind: ConsentKind, now: number): boolean {
  const { endsAt }: Consent = CONSENTS[kind];
  return endsAt !== undefined && now >= Date.parse(endsAt);
}
