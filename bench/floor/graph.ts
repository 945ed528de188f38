/** A Graph client on undici: keep-alive, JSON.parse, no validation. */
import { Pool } from 'undici';
import type { FloorSettings } from './settings.ts';
import { UnitBudget } from './unit-budget.ts';

const GRAPH = 'https://graph.microsoft.com';
const VERSION = '/v1.0';
const BATCH = 20;

/** An item as Graph lists it. Not validated. */
export interface GraphItem {
  readonly id: string;
  readonly userPrincipalName: string;
  readonly displayName: string | null;
  readonly mail: string | null;
  readonly accountEnabled: boolean | null;
  readonly userType: string | null;
  readonly proxyAddresses: readonly string[] | null;
  readonly assignedPlans:
    | readonly { readonly service: string; readonly capabilityStatus: string }[]
    | null;
  readonly '@odata.type'?: string;
}

export interface GraphPage {
  readonly value: readonly GraphItem[];
  readonly '@odata.nextLink'?: string;
  readonly '@odata.deltaLink'?: string;
}

interface BatchAnswer {
  readonly responses: readonly {
    readonly id: string;
    readonly status: number;
    readonly body: GraphPage;
  }[];
}

export class FloorGraph {
  readonly #pool: Pool;
  readonly #settings: FloorSettings;
  readonly #budget: UnitBudget | null;
  #authorization = '';
  requests = 0;

  constructor(settings: FloorSettings) {
    this.#settings = settings;
    this.#pool = new Pool(settings.origin, { connections: settings.connections });
    this.#budget = settings.paced ? new UnitBudget() : null;
  }

  async signIn(): Promise<void> {
    const { tenant, clientId, clientSecret } = this.#settings;
    const form = new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: clientId,
      client_secret: clientSecret,
      scope: `${GRAPH}/.default`,
    });
    const text = await this.#send(`/${tenant}/oauth2/v2.0/token`, {
      body: form.toString(),
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    });
    this.#authorization = `Bearer ${(JSON.parse(text) as { access_token: string }).access_token}`;
  }

  /** Reads a page by its path below the version or by its link. */
  async page(target: string, units: number): Promise<GraphPage> {
    const ask = () => this.#send(pathOf(target), { headers: this.#headers() });
    return JSON.parse(await this.#paced(units, ask)) as GraphPage;
  }

  async count(path: string): Promise<number> {
    const headers = { ...this.#headers(), ConsistencyLevel: 'eventual' };
    return Number(await this.#paced(1, () => this.#send(pathOf(path), { headers })));
  }

  /** Reads up to 20 pages in one request, in the given order. */
  async batch(targets: readonly string[], unitsEach: number): Promise<GraphPage[]> {
    if (targets.length > BATCH) throw new RangeError(`A batch holds ${BATCH} requests`);
    const requests = targets.map((target, index) => ({
      id: String(index),
      method: 'GET',
      url: relative(target),
    }));
    const headers = { ...this.#headers(), 'content-type': 'application/json' };
    const ask = () =>
      this.#send(`${VERSION}/$batch`, { body: JSON.stringify({ requests }), headers });
    const text = await this.#paced(unitsEach * targets.length, ask);
    const pages = Array.from<GraphPage>({ length: targets.length });
    for (const { id, status, body } of (JSON.parse(text) as BatchAnswer).responses) {
      if (status !== 200) throw new Error(`Item ${targets[Number(id)]} was answered ${status}`);
      pages[Number(id)] = body;
    }
    return pages;
  }

  close(): Promise<void> {
    return this.#pool.close();
  }

  async #send(
    path: string,
    { body, headers }: { body?: string; headers: Record<string, string> },
  ): Promise<string> {
    this.requests += 1;
    const method = body === undefined ? 'GET' : 'POST';
    const answer = await this.#pool.request({ path, method, headers, body });
    const text = await answer.body.text();
    if (answer.statusCode === 200) return text;
    throw new Error(`${method} ${path} was answered ${answer.statusCode}: ${text}`);
  }

  #paced(units: number, call: () => Promise<string>): Promise<string> {
    return this.#budget ? this.#budget.spend(units, call) : call();
  }

  #headers(): Record<string, string> {
    return { authorization: this.#authorization };
  }
}

const relative = (target: string) => target.replace(`${GRAPH}${VERSION}`, '');
const pathOf = (target: string) => `${VERSION}${relative(target)}`;
