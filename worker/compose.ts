import { type Activities, createActivities } from '../activities/activities.ts';
import { rowsInThreads } from '../activities/user-rows.ts';
import { REMOVAL_GUARD_FLOOR, REMOVAL_GUARD_SHARE } from '../domain/limits.ts';
import type { MicrosoftConfiguration } from '../microsoft/configuration.ts';
import { createExchange } from '../microsoft/ews/exchange.ts';
import { createGraphs } from '../microsoft/graph.ts';
import { createIdentity } from '../microsoft/identity.ts';
import type { Connection } from '../store/connection.ts';
import { createStore } from '../store/store.ts';

/**
 * Creates the activities on an open database.
 * @param removalGuardShare the share of a directory, 0 to 1, that a run may remove without approval
 */
export function composeActivities(
  connection: Connection,
  configuration: MicrosoftConfiguration,
  removalGuardShare = REMOVAL_GUARD_SHARE,
): Activities {
  const identity = createIdentity(configuration);
  const graphs = createGraphs({ identity, configuration });
  return createActivities({
    store: createStore(connection.db),
    identity,
    graph: graphs.graph,
    graphs,
    exchange: createExchange({ identity, configuration }),
    userRows: rowsInThreads(),
    removalGuard: { share: removalGuardShare, floor: REMOVAL_GUARD_FLOOR },
  });
}
