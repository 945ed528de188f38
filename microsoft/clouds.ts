/** Microsoft's clouds and the canonical origins that appear in their tokens and links. */

/** The Microsoft services that we call. */
export const MICROSOFT_SERVICES = ['login', 'graph', 'outlook'] as const;
export type MicrosoftService = (typeof MICROSOFT_SERVICES)[number];

/** Microsoft's published origins of its national clouds. `login` is also the host of `iss`. */
export const CLOUDS = {
  global: {
    login: 'https://login.microsoftonline.com',
    graph: 'https://graph.microsoft.com',
    outlook: 'https://outlook.office365.com',
  },
  usGovernment: {
    login: 'https://login.microsoftonline.us',
    graph: 'https://graph.microsoft.us',
    outlook: 'https://outlook.office365.us',
  },
  usGovernmentDoD: {
    login: 'https://login.microsoftonline.us',
    graph: 'https://dod-graph.microsoft.us',
    outlook: 'https://webmail.apps.mil',
  },
  china: {
    login: 'https://login.partner.microsoftonline.cn',
    graph: 'https://microsoftgraph.chinacloudapi.cn',
    outlook: 'https://partner.outlook.cn',
  },
} as const satisfies Record<string, Record<MicrosoftService, string>>;
export type Cloud = keyof typeof CLOUDS;

/** The domain of SharePoint in each cloud. The hosts of tenants are below it. */
export const SHAREPOINT_DOMAINS = {
  global: 'sharepoint.com',
  usGovernment: 'sharepoint.us',
  usGovernmentDoD: 'sharepoint-mil.us',
  china: 'sharepoint.cn',
} as const satisfies Record<Cloud, string>;

export const CLOUD_NAMES = [
  'global',
  'usGovernment',
  'usGovernmentDoD',
  'china',
] as const satisfies Cloud[];

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;

/** True for the names of this machine for itself. */
export const isLoopback = (hostname: string): boolean => LOOPBACK.test(hostname);

/** True for a URL that may be called: https anywhere, http on loopback only. */
export function isSafeOrigin(url: URL): boolean {
  return url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url.hostname));
}
