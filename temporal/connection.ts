import { Client, Connection, QueryRejectCondition } from '@temporalio/client';
import { loadClientConnectConfig } from '@temporalio/envconfig';
import { NativeConnection } from '@temporalio/worker';
import { stoppableRetries } from './stoppable-retries.ts';

/** The address of our own server, or the one from Temporal's official client environment. */
export interface TemporalLocation {
  readonly address: string;
  readonly namespace: string;
}

/** The API's client. It connects when it is first used. Calls under way fail when its connection is closed. */
export function connectClient(location: TemporalLocation): Client {
  const retries = stoppableRetries();
  const connection = Connection.lazy({
    ...connectionOptions(location),
    interceptors: [retries.interceptor],
  });
  const close = connection.close.bind(connection);
  connection.close = () => retries.stop().then(close);
  // A closed workflow is not queried: its history has its last state.
  const workflow = { queryRejectCondition: QueryRejectCondition.NOT_OPEN };
  return new Client({ connection, namespace: location.namespace, workflow });
}

/** The worker's connection. Resolves when the server answers. */
export function connectWorker(location: TemporalLocation): Promise<NativeConnection> {
  return NativeConnection.connect(connectionOptions(location));
}

function connectionOptions({ address }: TemporalLocation) {
  const { connectionOptions: fromEnvironment } = loadClientConnectConfig();
  const { tls, apiKey, metadata } = fromEnvironment;
  return { address, tls, metadata, ...(typeof apiKey === 'string' && { apiKey }) };
}
