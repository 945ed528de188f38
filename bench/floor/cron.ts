/**
 * The usual script run from cron: Microsoft's client with its PageIterator, one
 * list after the other, one group after the other, and an upsert per row.
 */
import {
  AuthenticationHandler,
  Client,
  type Context,
  type Middleware,
  type PageCollection,
  PageIterator,
} from '@microsoft/microsoft-graph-client';
import { Client as Database } from 'pg';
import { GROUP_SELECT, USER_SELECT } from '../../microsoft/graph-schemas.ts';
import type { GraphItem } from './graph.ts';
import type { FloorSettings } from './settings.ts';

const GRAPH = 'https://graph.microsoft.com';

export async function runCron(settings: FloorSettings, mark: (phase: string) => void) {
  const graph = await signIn(settings);
  const database = new Database({ connectionString: settings.databaseUrl });
  await database.connect();
  const { accountId } = settings;
  const users = await listAll(graph, `/users?$top=999&$select=${USER_SELECT.join(',')}`);
  for (const user of users) await database.query(UPSERT.user, userValues(accountId, user));
  mark('users');
  const groups = await listAll(graph, `/groups?$top=999&$select=${GROUP_SELECT.join(',')}`);
  for (const { id, displayName, mail } of groups) {
    await database.query(UPSERT.group, [accountId, id, displayName, mail]);
  }
  mark('groups');
  let memberships = 0;
  for (const { id } of groups) {
    const members = await listAll(graph, `/groups/${id}/members?$top=999&$select=id`);
    for (const member of members) {
      const kind = member['@odata.type'] === '#microsoft.graph.group' ? 'group' : 'user';
      await database.query(UPSERT.membership, [accountId, id, member.id, kind]);
    }
    memberships += members.length;
  }
  mark('memberships');
  await database.end();
  const written = users.length + groups.length + memberships;
  return { users: users.length, groups: groups.length, memberships, written, deltaLinks: null };
}

async function listAll(graph: Client, path: string): Promise<GraphItem[]> {
  const items: GraphItem[] = [];
  const first = (await graph.api(path).get()) as PageCollection;
  const iterator = new PageIterator(graph, first, (item: GraphItem) => {
    items.push(item);
    return true;
  });
  await iterator.iterate();
  return items;
}

const UPSERT = {
  user: `insert into directory_users (account_id, user_id, user_principal_name, display_name, mail,
      account_enabled, guest, mailbox, proxy_addresses) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
    on conflict (account_id, user_id) do update set
      user_principal_name = excluded.user_principal_name, display_name = excluded.display_name,
      mail = excluded.mail, account_enabled = excluded.account_enabled, guest = excluded.guest,
      mailbox = excluded.mailbox, proxy_addresses = excluded.proxy_addresses`,
  group: `insert into directory_groups (account_id, group_id, display_name, mail) values ($1, $2, $3, $4)
    on conflict (account_id, group_id) do update set
      display_name = excluded.display_name, mail = excluded.mail`,
  membership: `insert into directory_memberships (account_id, group_id, member_id, member_kind)
    values ($1, $2, $3, $4) on conflict (account_id, group_id, member_id) do nothing`,
};

const userValues = (accountId: string, user: GraphItem) => [
  accountId,
  user.id,
  user.userPrincipalName,
  user.displayName,
  user.mail,
  user.accountEnabled ?? false,
  user.userType === 'Guest',
  (user.assignedPlans ?? []).some(
    (plan) => plan.service === 'exchange' && plan.capabilityStatus === 'Enabled',
  ),
  user.proxyAddresses ?? [],
];

async function signIn(settings: FloorSettings): Promise<Client> {
  const { origin, tenant, clientId, clientSecret } = settings;
  const body = new URLSearchParams({
    grant_type: 'client_credentials',
    client_id: clientId,
    client_secret: clientSecret,
    scope: `${GRAPH}/.default`,
  });
  const answer = await fetch(`${origin}/${tenant}/oauth2/v2.0/token`, { method: 'POST', body });
  const { access_token: token } = (await answer.json()) as { access_token: string };
  const authentication = new AuthenticationHandler({
    getAccessToken: () => Promise.resolve(token),
  });
  return Client.initWithMiddleware({ middleware: [authentication, new ToOrigin(origin)] });
}

/** Replaces the host last, because the client sends tokens only to Microsoft's host. */
class ToOrigin implements Middleware {
  readonly #origin: string;

  constructor(origin: string) {
    this.#origin = origin;
  }

  async execute(context: Context): Promise<void> {
    const url = typeof context.request === 'string' ? context.request : context.request.url;
    context.response = await fetch(url.replace(GRAPH, this.#origin), context.options);
  }
}
