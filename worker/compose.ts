import { type Activities, createActivities } from '../activities/activities.ts';
import type { Dependencies } from '../activities/dependencies.ts';
import { createWebhookSender, type SenderOptions } from '../delivery/sender.ts';
import { createKeyVault } from '../delivery/signing-keys.ts';
import { rowsInThreads } from '../activities/user-rows.ts';
import { CONSENT_KINDS } from '../domain/consents.ts';
import { HEALTH_INTERVAL, REMOVAL_GUARD_FLOOR, REMOVAL_GUARD_SHARE } from '../domain/limits.ts';
import type { MicrosoftConfiguration } from '../microsoft/configuration.ts';
import type { MailOptions } from '../mail/environment.ts';
import { createMailer } from '../mail/mailer.ts';
import { createExchange } from '../microsoft/ews/exchange.ts';
import { createGraphs } from '../microsoft/graph.ts';
import { createIdentity } from '../microsoft/identity.ts';
import type { Connection } from '../store/connection.ts';
import { createStore } from '../store/store.ts';

export interface ActivityOptions extends Pick<Dependencies, 'outgoing' | 'alertOperators'> {
  /** Milliseconds between health checks. */
  readonly healthInterval?: number;
  /** The configured secret, `PROVOST_SECRET`. */
  readonly secret: string;
  /** What webhooks may reach: public addresses by default. */
  readonly webhooks?: SenderOptions;
  /** Without it, no mail is queued. */
  readonly mail?: MailOptions | null;
  /** The share of a directory, 0 to 1, that a run may remove without approval. */
  readonly removalGuardShare?: number;
}

/** Creates the activities on an open database. */
export function composeActivities(
  connection: Connection,
  configuration: MicrosoftConfiguration,
  {
    outgoing,
    alertOperators,
    secret,
    webhooks,
    healthInterval = HEALTH_INTERVAL,
    mail = null,
    removalGuardShare = REMOVAL_GUARD_SHARE,
  }: ActivityOptions,
): Activities {
  const identity = createIdentity(configuration);
  const graphs = createGraphs({ identity, configuration });
  return createActivities({
    store: createStore(connection.db, { mail: mail !== null }),
    identity,
    graph: graphs.graph,
    graphs,
    exchange: createExchange({ identity, configuration }),
    health: { interval: healthInterval, credentialEnds: credentialEnds(configuration) },
    alertOperators,
    outgoing,
    webhooks: {
      sender: createWebhookSender(webhooks ?? { allowLoopback: false }),
      vault: createKeyVault(secret),
    },
    mailer: mail && createMailer(mail),
    userRows: rowsInThreads(),
    removalGuard: { share: removalGuardShare, floor: REMOVAL_GUARD_FLOOR },
  });
}

function credentialEnds({ registrations }: MicrosoftConfiguration) {
  const ends = CONSENT_KINDS.flatMap((kind) => {
    const { expiresAt } = registrations[kind].credential;
    return expiresAt === undefined ? [] : [[kind, new Date(expiresAt)] as const];
  });
  return Object.fromEntries(ends);
}
