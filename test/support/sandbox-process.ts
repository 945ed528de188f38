/** The sandbox as a separate process, with the settings that connect the product to it. */
import { z } from 'zod';
import { REGISTRATIONS } from '../../sandbox/registrations.ts';
import { startProcess, whenProcess } from './processes.ts';
import { sandboxSettings } from './sandbox-configuration.ts';
import { controlTenant } from './tenant.ts';

const TENANT = 'contoso.example';
const GRAPH = 'https://graph.microsoft.com';

const tokenSchema = z.object({ access_token: z.string() });
const pageSchema = z.object({
  value: z.array(z.object({ id: z.string() })),
  '@odata.nextLink': z.string().optional(),
});

export type SandboxProcess = Awaited<ReturnType<typeof startSandboxProcess>>;

/** Starts a sandbox and gives access to Contoso's tenant in it. */
export async function startSandboxProcess({
  users,
  flags = [],
}: {
  users: number;
  /** Further arguments of `npm run sandbox`. */
  flags?: readonly string[];
}) {
  const sandbox = ['--import', 'tsx', 'sandbox/main.ts', '--port', '0', '--users', String(users)];
  const child = startProcess({ arguments: [...sandbox, ...flags] });
  const listens = async () => /listening at (http:\S+)\. /.exec(child.output())?.[1];
  const origin = await whenProcess(child, 'the sandbox listens', listens);
  const { graph } = REGISTRATIONS;

  async function graphToken(): Promise<string> {
    const body = new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: graph.clientId,
      client_secret: graph.secrets[0] ?? '',
      scope: `${GRAPH}/.default`,
    });
    const answer = await fetch(`${origin}/${TENANT}/oauth2/v2.0/token`, { method: 'POST', body });
    return tokenSchema.parse(await answer.json()).access_token;
  }

  return {
    pid: child.pid,
    origin,
    /** The product's settings for this sandbox. */
    microsoft: sandboxSettings(origin),
    tenant: controlTenant(origin, TENANT),
    /** The ids that Graph lists. The product's consent must be granted. */
    async idsOf(of: 'users' | 'groups'): Promise<string[]> {
      const headers = { authorization: `Bearer ${await graphToken()}` };
      const ids: string[] = [];
      let link: string | undefined = `${GRAPH}/v1.0/${of}?$select=id&$top=999`;
      while (link !== undefined) {
        const answer = await fetch(link.replace(GRAPH, origin), { headers });
        const page = pageSchema.parse(await answer.json());
        ids.push(...page.value.map(({ id }) => id));
        link = page['@odata.nextLink'];
      }
      return ids.sort();
    },
    close: () => child.end(),
  };
}
