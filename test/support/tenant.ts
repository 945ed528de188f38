/** Changes the directory of a sandbox tenant and sets its faults. */
import { z } from 'zod';

/** Resets every fault. */
const HEALTHY = {
  latencyMs: 0,
  throttleNext: 0,
  throttleSkip: 0,
  throttlePathContains: '',
  throttleForMs: 0,
  retryAfterSeconds: 10,
  throttleInsideBatch: false,
  failNext: 0,
  failSkip: 0,
  failStatus: 503,
  failPathContains: '',
  dropNext: 0,
  dropSkip: 0,
  dropPathContains: '',
  truncateNext: 0,
  truncateSkip: 0,
  truncatePathContains: '',
  malformNext: 0,
  malformSkip: 0,
  malformPathContains: '',
  repeatPageNext: 0,
  repeatPageSkip: 0,
  repeatPagePathContains: '',
  changeWhileReading: 0,
  expirePageTokens: 0,
  expireDeltaTokens: 0,
  expireDeltaTokensOf: null as 'users' | 'groups' | 'sites' | null,
  deltaTokenFailure: 'gone',
  emptyPageEvery: 0,
  maxPageSize: 999,
  consentPropagationMs: 0,
  withholdRoles: [] as string[],
  failTokenNext: 0,
  tokenRefusal: null as 'applicationDisabled' | 'blockedByPolicy' | 'secretExpired' | null,
  failTokenStatus: 503,
  ewsBlocked: false,
  ewsBlockedMailboxes: [] as string[],
  refusedMailboxes: [] as string[],
  sitesMissing: 0,
  zeroSites: false,
  siteResync: 'resyncChangesApplyDifferences',
  noSharePointLicence: false,
  blockedFromSharePoint: [] as string[],
  swallowConsentRedirect: false,
  consentRedirectError: null as 'server_error' | 'temporarily_unavailable' | null,
  preferredUsername: 'principalName',
  rolesClaim: true,
  activatedRoles: [] as string[],
  askUserConsent: false,
} as const;
/** Microsoft does not tell any mailbox's purpose, and has us ask again every second. */
export const MAILBOX_SETTINGS_HELD = {
  throttleNext: 100_000,
  throttleInsideBatch: true,
  throttlePathContains: 'mailboxSettings',
  retryAfterSeconds: 1,
} as const;
export type TenantFaults = Partial<Record<keyof typeof HEALTHY, unknown>>;

const stateSchema = z.object({
  id: z.uuid(),
  operations: z.array(z.string()),
  counters: z.object({
    graph: z.number(),
    token: z.number(),
    ews: z.number(),
    throttled: z.number(),
  }),
  faults: z.record(z.string(), z.unknown()),
});
const idsSchema = z.array(z.string());

/** The control API of a sandbox for one of its tenants. Graph shows every change immediately. */
export function controlTenant(sandbox: string, domain: string) {
  async function send(method: string, path: string, body?: unknown): Promise<unknown> {
    const init = body === undefined ? { method } : { method, body: JSON.stringify(body) };
    const response = await fetch(`${sandbox}/_sandbox${path}`, init);
    const text = await response.text();
    if (!response.ok) throw new Error(`The sandbox answered ${response.status}: ${text}`);
    return text === '' ? null : JSON.parse(text);
  }
  const own = `/tenants/${domain}`;
  const state = async () => stateSchema.parse(await send('GET', own));

  return {
    id: async () => (await state()).id,
    /** The number of requests so far. */
    counters: async () => (await state()).counters,
    /** The operations of Graph that were used so far. */
    operations: async () => (await state()).operations,
    /** The current faults. Counters decrease as faults occur. */
    faults: async () => (await state()).faults,
    setFaults: (faults: TenantFaults) => send('PATCH', `${own}/faults`, faults),
    clearFaults: () => send('PATCH', `${own}/faults`, HEALTHY),
    /** Resets every tenant to its initial state. */
    reset: () => send('POST', '/reset'),
    addUsers: async (count: number) =>
      z.object({ added: idsSchema }).parse(await send('POST', `${own}/users`, { count })).added,
    changeUsers: (ids: readonly string[], patch: Record<string, unknown>) =>
      send('PATCH', `${own}/users`, { ids, patch }),
    removeUsers: (ids: readonly string[]) =>
      send('DELETE', `${own}/users?${ids.map((id) => `id=${id}`).join('&')}`),
    restoreUsers: (ids: readonly string[]) => send('POST', `${own}/users/restore`, { ids }),
    addGroup: async (displayName: string) =>
      z.object({ added: z.string() }).parse(await send('POST', `${own}/groups`, { displayName }))
        .added,
    removeGroup: (id: string) => send('DELETE', `${own}/groups/${id}`),
    addMember: (group: string, id: string) =>
      send('POST', `${own}/groups/${group}/members`, { id }),
    removeMember: (group: string, id: string) =>
      send('DELETE', `${own}/groups/${group}/members/${id}`),
    /** Site collections, by number. */
    addSites: async (count: number) =>
      z.object({ added: idsSchema }).parse(await send('POST', `${own}/sites`, { count })).added,
    /** @returns the id of the site collection at this address */
    addSite: async (path: string, displayName = path) => {
      const { added } = z
        .object({ added: idsSchema })
        .parse(await send('POST', `${own}/sites`, { path, displayName }));
      return added[0] ?? '';
    },
    changeSites: (ids: readonly string[], patch: Record<string, unknown>) =>
      send('PATCH', `${own}/sites`, { ids, patch }),
    removeSites: (ids: readonly string[]) =>
      send('DELETE', `${own}/sites?${ids.map((id) => `id=${encodeURIComponent(id)}`).join('&')}`),
    /** Creates the OneDrive of a user who has none. @returns the id of its personal site */
    provisionDrive: async (userId: string) =>
      z
        .object({ provisioned: z.string() })
        .parse(await send('POST', `${own}/users/${userId}/onedrive`)).provisioned,
    /** Grants without a consent screen, visible immediately. */
    grant: (clientId: string, roles: readonly string[]) =>
      send('POST', `${own}/grants`, { clientId, roles }),
    /** Revokes an application's grants and tokens. */
    revoke: (clientId: string) =>
      send('DELETE', `${own}/grants?clientId=${clientId}&revokeTokens=true`),
  };
}
export type ControlledTenant = ReturnType<typeof controlTenant>;
