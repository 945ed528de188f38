/** The product's configuration for a sandbox with its default registrations. */
import { CONSENTS, type ConsentKind, forEachConsent } from '../../domain/consents.ts';
import type { MicrosoftConfiguration } from '../../microsoft/configuration.ts';
import { REGISTRATIONS } from '../../sandbox/registrations.ts';

/** Of the sandbox's sites. */
const SHAREPOINT_DOMAIN = 'sharepoint.example';

export const sandboxConfiguration = (origin: string): MicrosoftConfiguration => ({
  cloud: 'global',
  origins: { login: origin, graph: origin, outlook: origin },
  sharePointDomain: SHAREPOINT_DOMAIN,
  registrations: forEachConsent((kind) => {
    const { clientId, secrets } = REGISTRATIONS[kind];
    return { clientId, credential: { secret: secrets[0] ?? '' } };
  }),
});

/** What a grant of the consent contains. */
export const grantOf = (kind: ConsentKind): [clientId: string, roles: string[]] => [
  REGISTRATIONS[kind].clientId,
  CONSENTS[kind].permissions.map(({ value }) => value),
];

/** The product's settings for a sandbox, as environment variables. */
export function sandboxSettings(origin: string): Record<string, string> {
  const registrations = Object.entries(REGISTRATIONS).flatMap(([kind, { clientId, secrets }]) => [
    [`${kind.toUpperCase()}_CLIENT_ID`, clientId],
    [`${kind.toUpperCase()}_CLIENT_SECRET`, secrets[0] ?? ''],
  ]);
  return {
    MICROSOFT_LOGIN_ORIGIN: origin,
    MICROSOFT_GRAPH_ORIGIN: origin,
    MICROSOFT_OUTLOOK_ORIGIN: origin,
    MICROSOFT_SHAREPOINT_DOMAIN: SHAREPOINT_DOMAIN,
    ...Object.fromEntries(registrations),
  };
}
